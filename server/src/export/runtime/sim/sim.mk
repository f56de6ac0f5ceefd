# The software twin. Included by the Makefile above it.
CXX ?= g++
SIM_OPTIMISE ?= -O2
SIM_FLAGS = $(SIM_OPTIMISE) -Wall -Wextra -Wno-unknown-pragmas -Ihls/include -Iruntime/controller -Iruntime/design -Iruntime/sim
SIM_DATA = $(wildcard runtime/sim/images.idx runtime/sim/labels.idx)
IMAGES ?= $(filter %images.idx,$(SIM_DATA))
# The exits at which those images leave, from the design's profile.
PROFILE ?= $(if $(filter runtime/sim/images.idx,$(IMAGES)),$(wildcard runtime/sim/profile.csv))
LABELS ?= $(filter %labels.idx,$(SIM_DATA))
SIM_OBJECTS = $(HLS_MODULES:%=build/sim/%.o) \
  $(patsubst runtime/controller/%.c,build/sim/%.o,$(wildcard runtime/controller/*.c)) \
  build/sim/exeunt_tables.o build/sim/exeunt_simulation.o \
  build/sim/twin.o build/sim/twin_data.o

.PHONY: sim sim-clean

# make sim [IMAGES=FILE LABELS=FILE] [SIM_ARGUMENTS="--count N --predictions FILE"]
# or with --logits FILE for every exit's logits of every input; paths are relative to this folder.
sim: build/sim/twin
ifeq ($(strip $(IMAGES)),)
	@echo "make sim: no images; run make sim IMAGES=FILE LABELS=FILE with your own (IDX files, as MNIST's are)"
endif
	./build/sim/twin $(if $(strip $(IMAGES)),--images '$(strip $(IMAGES))') $(if $(strip $(LABELS)),--labels '$(strip $(LABELS))') $(if $(strip $(PROFILE)),--profile '$(strip $(PROFILE))') $(SIM_ARGUMENTS)

build/sim/twin: $(SIM_OBJECTS)
	$(CXX) $^ -o $@

SIM_HEADERS = $(wildcard hls/include/*.hpp runtime/*/*.h runtime/*/*.hpp hls/*/*.hpp)
build/sim/%.o: runtime/controller/%.c $(SIM_HEADERS) | hls-compiler
	@mkdir -p $(@D)
	$(CXX) -x c++ $(SIM_FLAGS) -c $< -o $@
build/sim/%.o: runtime/design/%.c $(SIM_HEADERS) | hls-compiler
	@mkdir -p $(@D)
	$(CXX) -x c++ $(SIM_FLAGS) -c $< -o $@
build/sim/%.o: runtime/sim/%.c $(SIM_HEADERS) | hls-compiler
	@mkdir -p $(@D)
	$(CXX) -x c++ $(SIM_FLAGS) -c $< -o $@
build/sim/%.o: runtime/sim/%.cpp $(SIM_HEADERS) | hls-compiler
	@mkdir -p $(@D)
	$(CXX) -std=c++14 $(SIM_FLAGS) $(HLS_MODULES:%=-Ihls/%) -c $< -o $@

define sim_kernel
build/sim/$(1).o: hls/$(1)/$(1).cpp $$(SIM_HEADERS) | hls-compiler
	@mkdir -p $$(@D)
	$$(CXX) -std=c++14 $$(SIM_FLAGS) -Ihls/$(1) -c $$< -o $$@
endef
$(foreach module,$(HLS_MODULES),$(eval $(call sim_kernel,$(module))))

sim-clean:
	rm -rf build/sim
