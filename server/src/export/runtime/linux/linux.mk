# On the board: make. For it on another computer: make CROSS_COMPILE=arm-linux-gnueabihf- or aarch64-linux-gnu-
CC = $(CROSS_COMPILE)gcc
CFLAGS ?= -O2 -Wall -Wextra
DTC ?= dtc
SOURCES = main.c exeunt_linux.c ../fabric/exeunt_fabric.c ../controller/exeunt_controller.c ../design.c

exeunt: $(SOURCES)
	$(CC) $(CFLAGS) -std=c99 -I. -I.. -I../fabric -I../controller $(SOURCES) -o $@ -lpthread

overlays: $(patsubst %.dts,%.dtbo,$(wildcard overlay/*.dts))
%.dtbo: %.dts
	$(DTC) -@ -I dts -O dtb -o $@ $<

.PHONY: overlays clean
clean:
	rm -f exeunt overlay/*.dtbo
