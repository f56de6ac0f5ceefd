/* Registers of a lane's cells, and what the parts of the fabric's backend share. Not for its users. */
#ifndef EXEUNT_REGISTERS_H
#define EXEUNT_REGISTERS_H

#include "exeunt_fabric.h"

/* Vitis HLS, ap_ctrl_hs on AXI4-Lite: control, and the first argument. */
#define KERNEL_CONTROL 0x00
#define KERNEL_INPUTS 0x10
#define KERNEL_START 0x1u
#define KERNEL_IDLE 0x4u

/* AXI DMA in direct register mode (PG021). */
#define MM2S_CONTROL 0x00
#define MM2S_STATUS 0x04
#define MM2S_ADDRESS 0x18
#define MM2S_ADDRESS_HIGH 0x1c
#define MM2S_LENGTH 0x28
#define S2MM 0x30
#define DMA_RUN 0x1u
#define DMA_RESET 0x4u
#define DMA_HALTED 0x1u
#define DMA_IDLE 0x2u
#define DMA_ERRORS 0x70u
#define DMA_DONE 0x1000u
/* Its length register is 26 bits wide. */
#define DMA_MOST_BYTES ((1u << 26) - 1)

/* DFX Decoupler: one register, bit 0 (PG375). */
#define DECOUPLER_CONTROL 0x0
#define DECOUPLED 0x1u

uint32_t exeunt_get(const exeunt_fabric *fabric, uintptr_t address);
void exeunt_put(const exeunt_fabric *fabric, uintptr_t address, uint32_t value);
int64_t exeunt_now(const exeunt_fabric *fabric);
/* Notes a fault and returns EXEUNT_FAILED. */
enum exeunt_status exeunt_failed(exeunt_fabric *fabric, enum exeunt_fault fault, int step, uint32_t value);
const exeunt_lane_address *exeunt_lane_of(const exeunt_fabric *fabric, int step);
/* Waits until (register & mask) == value; 0 if that takes too long. */
int exeunt_settles(exeunt_fabric *fabric, uintptr_t address, uint32_t mask, uint32_t value);

/* Whether every DMA of a lane is at rest, and a reset of all of them; 0 if not. */
int exeunt_lane_rests(exeunt_fabric *fabric, const exeunt_lane_address *lane);
int exeunt_reset_lane(exeunt_fabric *fabric, const exeunt_lane_address *lane);
void exeunt_start_channel(exeunt_fabric *fabric, uintptr_t channel, const void *memory, uint32_t bytes);

/* Copies the weights that stream from memory, once. */
void exeunt_lay_out_weights(exeunt_fabric *fabric);
/*
 * Restarts streams of weights for every input; returns whether all have been sent. Reports errors of their DMAs.
 */
int exeunt_send_weights(exeunt_fabric *fabric, int step, int count, int begins, uint32_t *errors);

/* The load of a step's module, as the backend's functions. */
enum exeunt_status exeunt_fabric_load(void *context, int step);
enum exeunt_status exeunt_fabric_load_ended(exeunt_fabric *fabric);

#endif
