# make sim     runs the design on this computer: real kernels, real controller, modelled times (g++)
# make csim    every value of every kernel against the integer reference, under sanitizers (g++)
# make cycles  iterations of the kernels' loops against the cost model (g++)
# make fifos   kernels over FIFOs of their real depth: no deadlock (g++)
# make hls     synthesises and packages the kernels (Vitis HLS)
# make vivado  builds the bitstreams (Vivado)
# make all     all of these, in this order
.PHONY: help all sim hls vivado
help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

all:
	$(MAKE) sim
	$(MAKE) hls
	$(MAKE) vivado

-include hls/hls.mk
-include runtime/sim/sim.mk
-include vivado/vivado.mk
-include runtime/runtime.mk

ifeq ($(wildcard hls/hls.mk),)
sim hls:
	@echo "make $@: this folder has no kernels. Export them with: exeunt export all DESIGN.exeunt -o ." >&2; exit 2
endif
ifeq ($(wildcard vivado/vivado.mk),)
vivado:
	@echo "make $@: this folder has no Vivado project. Export it with: exeunt export all DESIGN.exeunt -o ." >&2; exit 2
endif
