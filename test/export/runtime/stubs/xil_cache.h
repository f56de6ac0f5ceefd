/* As Xilinx's standalone BSP declares it: so much of it as the runtime uses, for compiling without the BSP. */
#include <stddef.h>
#include <stdint.h>
typedef uint32_t u32;
typedef uint64_t u64;
typedef intptr_t INTPTR;
typedef uintptr_t UINTPTR;
void Xil_DCacheFlushRange(INTPTR address, INTPTR bytes);
void Xil_DCacheInvalidateRange(INTPTR address, INTPTR bytes);
