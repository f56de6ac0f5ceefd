"""The design on PYNQ: the same controller as everywhere, with PYNQ's overlay, buffers and partial bitstreams.

    from exeunt import Accelerator
    accelerator = Accelerator()                  # loads system.bit, whose modules are home
    for label, exit_name, milliseconds in accelerator.run(inputs):   # inputs: bytes, one after the other
        ...

Inputs follow each other, and their results come in their order; Accelerator(in_flight=1) runs one at a time. An input
that cannot run has the label None, and what failed in place of the exit; the others go on.

Needs libexeunt.so beside it (`make -C runtime/pynq`, on the board) and vivado/bitstreams beside that. Partial bitstreams
are the .bin files there, copied to /lib/firmware once and loaded from there by the kernel.
"""

import collections
import ctypes
import json
import os
import sys
import threading
import time

import pynq

MANAGER = os.environ.get("EXEUNT_MANAGER", "/sys/class/fpga_manager/fpga0")
FIRMWARE = os.environ.get("EXEUNT_FIRMWARE", "/lib/firmware")
FOLDER = os.path.dirname(os.path.abspath(__file__))
BUSY, DONE, FAILED = 0, 1, -1


class LoadRecord(ctypes.Structure):
    _fields_ = [("step", ctypes.c_int), ("bytes", ctypes.c_uint64), ("ns", ctypes.c_int64)]


READ = ctypes.CFUNCTYPE(ctypes.c_uint32, ctypes.c_void_p, ctypes.c_size_t)
WRITE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint32)
NOW = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)
ALLOCATE = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
BUS = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p, ctypes.c_void_p)
CACHE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
LOAD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p)
POLL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64))
PAUSE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
LOADED = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(LoadRecord))
LEFT = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_char_p)


class Platform(ctypes.Structure):
    """exeunt_platform of exeunt_fabric.h."""

    _fields_ = [
        ("context", ctypes.c_void_p),
        ("read", READ),
        ("write", WRITE),
        ("now_ns", NOW),
        ("allocate", ALLOCATE),
        ("bus_address", BUS),
        ("flush", CACHE),
        ("invalidate", CACHE),
        ("start_load", LOAD),
        ("poll_load", POLL),
        ("pause", PAUSE),
        ("loaded", LOADED),
        # Provided by the library.
        ("start_software", ctypes.c_void_p),
        ("poll_software", ctypes.c_void_p),
    ]


class Accelerator:
    def __init__(self, bitstreams=None, library=None, download=True, in_flight=0):
        self.bitstreams = bitstreams or os.path.join(FOLDER, "..", "..", "vivado", "bitstreams")
        self.lib = ctypes.CDLL(library or os.path.join(FOLDER, "libexeunt.so"))
        self.lib.exeunt_pynq_describe.restype = ctypes.c_char_p
        self.lib.exeunt_pynq_error.restype = ctypes.c_char_p
        self.lib.exeunt_pynq_check.restype = ctypes.c_char_p
        self.lib.exeunt_pynq_check_file.restype = ctypes.c_char_p
        self.design = json.loads(self.lib.exeunt_pynq_describe())
        self.overlay = pynq.Overlay(os.path.join(self.bitstreams, "system.bit"), download=download)
        self.windows = {}
        self.buffers = []
        self.loader = None
        self.load_status = BUSY
        self.load_bytes = 0
        # Keep references: C calling a collected callback crashes the process.
        self.platform = Platform(
            None,
            READ(self._read),
            WRITE(self._write),
            NOW(lambda _: time.monotonic_ns()),
            ALLOCATE(self._allocate),
            BUS(self._bus_address),
            CACHE(lambda _, at, size: self._buffer_of(at)[0].flush()),
            CACHE(lambda _, at, size: self._buffer_of(at)[0].invalidate()),
            LOAD(self._start_load),
            POLL(self._poll_load),
            PAUSE(lambda _: time.sleep(50e-6)),
            LOADED(self._loaded),
        )
        self._check_build()
        self.results = collections.deque()
        self.left = LEFT(self._left)
        self.data = None
        if self.lib.exeunt_pynq_open(ctypes.byref(self.platform), in_flight) != 0:
            raise RuntimeError(self.lib.exeunt_pynq_error().decode())

    def run(self, inputs):
        """Yields (label, name of the exit or 'end', milliseconds) for each input of `inputs` (bytes), in their order.

        For an input that failed: (None, what failed, milliseconds).
        """
        size = self.design["inputBytes"]
        data = bytes(inputs)
        if len(data) % size:
            raise ValueError(f"an input takes {size} bytes, and {len(data)} are no multiple of it")
        self._finish()
        self.data = data
        self.lib.exeunt_pynq_begin(self.data, ctypes.c_int64(len(data) // size), self.left)
        while self.lib.exeunt_pynq_proceed():
            while self.results:
                yield self.results.popleft()
        self.data = None
        while self.results:
            yield self.results.popleft()

    def _finish(self):
        """Lets the inputs of a stream leave whose results nobody has asked for to the end."""
        if self.data is not None:
            self.lib.exeunt_pynq_stop()
            while self.lib.exeunt_pynq_proceed():
                pass
        self.results.clear()

    def _left(self, _, label, step, ns, failed):
        if failed:
            self.results.append((None, failed.decode(), ns / 1e6))
        else:
            self.results.append((label, "end" if step < 0 else self.design["steps"][step], ns / 1e6))

    def _window(self, address):
        base = address & ~0xFFFF
        if base not in self.windows:
            self.windows[base] = pynq.MMIO(base, 0x10000)
        return self.windows[base], address - base

    def _read(self, _, address):
        window, offset = self._window(address)
        return window.read(offset)

    def _write(self, _, address, value):
        window, offset = self._window(address)
        window.write(offset, value)

    def _allocate(self, _, size):
        buffer = pynq.allocate(shape=(max(8, size),), dtype="u1")
        self.buffers.append((buffer, buffer.ctypes.data))
        return buffer.ctypes.data

    def _buffer_of(self, address):
        for buffer, start in self.buffers:
            if start <= address < start + buffer.nbytes:
                return buffer, start
        raise ValueError(f"no buffer at {address:#x}")

    def _bus_address(self, _, address):
        buffer, start = self._buffer_of(address)
        return buffer.physical_address + address - start

    def _check_build(self):
        """Refuses a fabric or partial bitstreams of another build, and gives the files to the kernel, once."""
        manifest = os.path.join(self.bitstreams, "exeunt_build.txt")
        if not os.path.isfile(manifest):
            raise RuntimeError(f"{manifest} is not there: copy all of vivado/bitstreams to the board")
        with open(manifest, "rb") as file:
            listed = file.read()
        said = self.lib.exeunt_pynq_check(ctypes.byref(self.platform), listed).decode()
        if said:
            raise RuntimeError(said)
        self.sizes = {}
        for name in self.design["files"]:
            path = os.path.join(self.bitstreams, name)
            if not os.path.isfile(path):
                raise RuntimeError(f"{path} is not there: copy all of vivado/bitstreams to the board")
            with open(path, "rb") as file:
                data = file.read()
            said = self.lib.exeunt_pynq_check_file(listed, name.encode(), data, ctypes.c_uint64(len(data))).decode()
            if said:
                raise RuntimeError(said)
            target = os.path.join(FIRMWARE, name)
            # Another project's file may have the same name.
            with open(target, "wb") as file:
                file.write(data)
            self.sizes[name] = len(data)

    def _start_load(self, _, step, file):
        """The kernel loads the .bin by name. A Bitstream of PYNQ would read, swap and write its file at each load."""
        name = file.decode()
        if self.loader is not None and self.loader.is_alive():
            print(f"exeunt: {name}: the load before has not ended. Power the board off and on", file=sys.stderr)
            return FAILED
        self.load_bytes = self.sizes[name]
        self.load_status = BUSY

        def load():
            try:
                for attribute, value in (("flags", "1"), ("firmware", name)):
                    with open(os.path.join(MANAGER, attribute), "w") as file:
                        file.write(value)
                with open(os.path.join(MANAGER, "state")) as file:
                    state = file.read().strip()
                if state != "operating":
                    raise OSError(f'it ended in state "{state}"')
                self.load_status = DONE
            except Exception as error:  # whatever it is, the controller has to know
                print(f"exeunt: {name}: {error}", file=sys.stderr)
                self.load_status = FAILED

        # A load that hangs is given up, and must not keep the program.
        self.loader = threading.Thread(target=load, daemon=True)
        self.loader.start()
        return BUSY

    def _poll_load(self, _, size):
        if self.load_status != BUSY:
            self.loader.join()
            size[0] = self.load_bytes
        return self.load_status

    def _loaded(self, _, record):
        load = record.contents
        ms = load.ns / 1e6
        name = self.design["steps"][load.step]
        print(f"exeunt load module={name} bytes={load.bytes} ms={ms:.3f} MB/s={load.bytes / ms / 1e3:.2f}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: sudo python3 exeunt.py INPUTS")
    failures = 0
    with open(sys.argv[1], "rb") as file:
        for index, (label, name, ms) in enumerate(Accelerator().run(file.read())):
            if label is None:
                failures += 1
                print(f"input={index} failed")
                print(f"exeunt: input {index}: {name}", file=sys.stderr)
            else:
                print(f"input={index} label={label} exit={name} ms={ms:.3f}")
    sys.exit(3 if failures else 0)
