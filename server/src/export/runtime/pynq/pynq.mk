# On the board: make
CC = $(CROSS_COMPILE)gcc
CFLAGS ?= -O2 -Wall -Wextra
SOURCES = exeunt_pynq.c ../fabric/exeunt_fabric.c ../controller/exeunt_controller.c ../design.c

libexeunt.so: $(SOURCES)
	$(CC) $(CFLAGS) -std=c99 -fPIC -shared -I.. -I../fabric -I../controller $(SOURCES) -o $@
