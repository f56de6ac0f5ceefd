#include "xil_cache.h"
u32 Xil_In32(UINTPTR address);
void Xil_Out32(UINTPTR address, u32 value);
