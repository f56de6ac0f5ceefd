#include "xil_cache.h"
typedef struct {
  u32 state;
} XFpga;
#define XFPGA_SUCCESS 0U
#define XFPGA_PARTIAL_EN 0x1U
u32 XFpga_Initialize(XFpga *port);
u32 XFpga_BitStream_Load(XFpga *port, UINTPTR address, UINTPTR key, u32 size, u32 flags);
