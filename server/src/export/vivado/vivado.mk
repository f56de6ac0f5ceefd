# Builds the bitstreams with Vivado 2022.2 or newer.
VIVADO ?= vivado

.PHONY: vivado vivado-clean
vivado:
	@command -v $(VIVADO) >/dev/null || { \
	  echo "make vivado: no \`$(VIVADO)\` on the PATH. Run the settings64.sh of Vivado 2022.2 or newer first, or run" >&2; \
	  echo "  make vivado VIVADO=/opt/Xilinx/Vivado/2023.2/bin/vivado" >&2; exit 2; }
	cd vivado && $(VIVADO) -mode batch -nojournal -notrace -log vivado.log -source build.tcl

vivado-clean:
	rm -rf vivado/project vivado/reports vivado/bitstreams vivado/vivado.log
