# On the board: make. Cross-compiling: make CROSS_COMPILE=arm-linux-gnueabihf- or aarch64-linux-gnu-
CC = $(CROSS_COMPILE)gcc
CFLAGS ?= -O2 -Wall -Wextra
DTC ?= dtc
CXX = $(CROSS_COMPILE)g++
SOURCES = main.c exeunt_linux.c exeunt_cache.c exeunt_heap.c exeunt_manager.c exeunt_memory.c exeunt_ps.c exeunt_worker.c \
  $(wildcard ../fabric/*.c) $(wildcard ../controller/*.c) $(wildcard ../weights.c) ../design.c

# Modules on the processor, if the design has any.
SOFTWARE = $(wildcard ../software/*.cpp ../software/*/*.cpp)
OBJECTS = $(SOFTWARE:../software/%.cpp=build/%.o)
INCLUDES = -I. -I.. -I../fabric -I../controller

exeunt: $(SOURCES) $(OBJECTS)
	$(CC) $(CFLAGS) -std=c99 $(INCLUDES) $(SOURCES) $(OBJECTS) -o $@ $(if $(OBJECTS),-lstdc++ -lm) -lpthread

build/%.o: ../software/%.cpp $(wildcard ../software/*/*.hpp)
	@mkdir -p $(@D)
	$(CXX) $(CFLAGS) -Wno-unknown-pragmas -std=c++14 $(INCLUDES) -I../software -I../software/include -c $< -o $@

overlays: $(patsubst %.dts,%.dtbo,$(wildcard overlay/*.dts))
%.dtbo: %.dts
	$(DTC) -@ -I dts -O dtb -o $@ $<

.PHONY: overlays clean
clean:
	rm -rf exeunt build overlay/*.dtbo
