# On the board: make
CC = $(CROSS_COMPILE)gcc
CFLAGS ?= -O2 -Wall -Wextra
CXX = $(CROSS_COMPILE)g++
SOURCES = exeunt_pynq.c ../linux/exeunt_worker.c $(wildcard ../fabric/*.c) $(wildcard ../controller/*.c) \
  $(wildcard ../weights.c) ../design.c

# Modules on the processor, if the design has any.
SOFTWARE = $(wildcard ../software/*.cpp ../software/*/*.cpp)
OBJECTS = $(SOFTWARE:../software/%.cpp=build/%.o)
INCLUDES = -I.. -I../fabric -I../controller -I../linux

libexeunt.so: $(SOURCES) $(OBJECTS)
	$(CC) $(CFLAGS) -std=c99 -fPIC -shared $(INCLUDES) $(SOURCES) $(OBJECTS) -o $@ $(if $(OBJECTS),-lstdc++ -lm) -lpthread

build/%.o: ../software/%.cpp $(wildcard ../software/*/*.hpp)
	@mkdir -p $(@D)
	$(CXX) $(CFLAGS) -Wno-unknown-pragmas -std=c++14 -fPIC $(INCLUDES) -I../software -I../software/include -c $< -o $@
