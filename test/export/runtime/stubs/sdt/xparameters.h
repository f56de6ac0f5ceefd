/* Of a system device tree: no device numbers. */
#define XPAR_XDCFG_0_BASEADDR 0xf8007000U
#ifdef EXEUNT_ULTRASCALE
#define XPAR_CPU_TIMESTAMP_CLK_FREQ 99990005U
#else
#define XPAR_CPU_CORE_CLOCK_FREQ_HZ 650000000U
#endif
