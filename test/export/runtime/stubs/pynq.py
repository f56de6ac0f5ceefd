"""As much of PYNQ as the runtime uses, on a fake board: registers that answer like the kernels', DMAs' and decouplers'."""
import ctypes
import os

BASE = 0x43C00000
NUMBERS = int(os.environ["FAKE_NUMBERS"], 16)
memory = []


class Overlay:
    def __init__(self, path, download=True):
        assert os.path.isfile(path), path


class Buffer:
    """A numpy array as far as the runtime looks at it."""

    def __init__(self, size, physical_address):
        self.nbytes = size
        self.physical_address = physical_address
        self.bytes = (ctypes.c_ubyte * size)()
        self.ctypes = type("Data", (), {"data": ctypes.addressof(self.bytes)})

    def flush(self):
        pass

    def invalidate(self):
        pass


def allocate(shape, dtype):
    assert dtype == "u1"
    memory.append(Buffer(shape[0], 0x10000000 + 0x100000 * len(memory)))
    return memory[-1]


def at(address):
    for buffer in memory:
        if buffer.physical_address <= address < buffer.physical_address + buffer.nbytes:
            return buffer, address - buffer.physical_address
    raise ValueError(hex(address))


registers = {}


class MMIO:
    """Every slave is 64 KiB: a region has kernel, DMA, decoupler; a resident module kernel and DMA."""

    def __init__(self, base, length):
        assert length == 0x10000
        self.base = base

    def read(self, offset):
        # The numbers of build and design, which only the registers behind all others hold.
        if self.base == NUMBERS and offset in (0, 8):
            return int(os.environ.get("FAKE_BUILD", "0xB0000001") if offset == 0 else os.environ["FAKE_DESIGN"], 16)
        if offset == 0 and registers.get((self.base, "kernel")):
            return 4
        return registers.get((self.base, offset), {0x0: 0, 0x04: 1, 0x34: 1}.get(offset, 0))

    def write(self, offset, value):
        registers[self.base, offset] = value
        if offset == 0x10:
            registers[self.base, "kernel"] = True
        if offset == 0x0 and value == 4:
            registers[self.base, 0] = 0
        if offset == 0x28:
            # The last half of a check's result is its verdict in front of the logits: nobody leaves here.
            buffer, start = at(registers[self.base, 0x48])
            ctypes.memset(buffer.ctypes.data + start, 0, registers[self.base, 0x58])
            registers[self.base, 0x04] = registers[self.base, 0x34] = 0x1002
