# Builds and checks the kernels. Included by the Makefile above it; `modules.mk` names them.
include hls/modules.mk

HLS_WARNINGS = -std=c++14 -Wall -Wextra -Werror -Wno-unknown-pragmas -Ihls/include
HLS_LIBRARY = $(wildcard hls/include/*.hpp)
VITIS_RUN ?= vitis-run
VITIS_CXX ?= v++
VITIS_HLS ?= vitis_hls

.PHONY: csim cycles fifos hls hls-compiler hls-clean

# Every value of every kernel against the integer reference, under the address and undefined-behaviour sanitizers.
csim: $(HLS_MODULES:%=build/hls/%/csim.ok)

# Iterations of all loops against the cost model.
cycles: $(HLS_MODULES:%=build/hls/%/cycles.ok)

# Processes running concurrently over FIFOs of their real depth: a deadlock stops the program. First with results that
# come out at once, then as pipelines that stall: a result is in flight for as many turns as EXEUNT_PROCESS says, times so
# many percent, and comes out only while inputs follow.
EXEUNT_LAG ?= 0 100
fifos: $(HLS_MODULES:%=build/hls/%/fifos.ok)

hls-compiler:
	@command -v $(firstword $(CXX)) >/dev/null || { \
	  echo "make: no C++ compiler \`$(CXX)\`. Install g++ or clang++ (Debian, Ubuntu: apt-get install g++), or say" >&2; \
	  echo "  make csim CXX=/path/to/g++" >&2; exit 2; }

build/hls/%/csim: HLS_MODE = -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all
build/hls/%/concurrent: HLS_MODE = -O1 -DEXEUNT_CONCURRENT

define hls_program
build/hls/%/$(1): hls/%/tb.cpp $$(HLS_LIBRARY) | hls-compiler
	@mkdir -p $$(@D)
	$$(CXX) $$(HLS_WARNINGS) $$(HLS_MODE) -Ihls/$$* $$< hls/$$*/$$*.cpp -o $$@
endef
$(foreach kind,csim concurrent,$(eval $(call hls_program,$(kind))))

build/hls/%/csim.ok: build/hls/%/csim
	./$<
	@touch $@

build/hls/%/cycles.ok: build/hls/%/concurrent
	./$< cycles
	@touch $@

build/hls/%/fifos.ok: build/hls/%/concurrent
	@set -e; for lag in $(EXEUNT_LAG); do echo ./$< lag=$$lag; ./$< lag=$$lag; done
	@touch $@

# Sources of one kernel's programs, besides its testbench.
define hls_sources
build/hls/$(1)/csim build/hls/$(1)/concurrent: $(wildcard hls/$(1)/*.cpp hls/$(1)/*.hpp hls/$(1)/golden/*)
endef
$(foreach module,$(HLS_MODULES),$(eval $(call hls_sources,$(module))))
.PRECIOUS: build/hls/%/csim build/hls/%/concurrent

# C simulation, synthesis and the IP of each kernel in the fabric: by vitis-run (2024.2 or newer) or vitis_hls.
hls: $(HLS_FABRIC:%=build/hls/%/ip.ok)
build/hls/%/ip.ok: hls/%/run_hls.tcl hls/%/hls_config.cfg $(HLS_LIBRARY)
	@mkdir -p $(@D)
	@if command -v $(VITIS_RUN) >/dev/null && command -v $(VITIS_CXX) >/dev/null; then \
	  set -e; cd hls/$*; \
	  $(VITIS_RUN) --mode hls --csim --config hls_config.cfg --work_dir solution; \
	  $(VITIS_CXX) -c --mode hls --config hls_config.cfg --work_dir solution; \
	  $(VITIS_RUN) --mode hls --package --config hls_config.cfg --work_dir solution; \
	elif command -v $(VITIS_HLS) >/dev/null; then \
	  cd hls/$* && $(VITIS_HLS) -f run_hls.tcl; \
	else \
	  echo "make hls: neither \`$(VITIS_RUN)\` (Vitis 2024.2 or newer) nor \`$(VITIS_HLS)\` (Vitis HLS 2020.2 to 2024.1)" >&2; \
	  echo "is on the PATH. Run the settings64.sh of your Vitis first, or say" >&2; \
	  echo "  make hls VITIS_HLS=/opt/Xilinx/Vitis_HLS/2023.2/bin/vitis_hls" >&2; exit 2; \
	fi
	@touch $@

hls-clean:
	rm -rf build/hls $(HLS_MODULES:%=hls/%/solution) $(HLS_MODULES:%=hls/%/project)
