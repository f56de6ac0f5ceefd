#include "xil_cache.h"
typedef struct {
  u32 BaseAddr;
} XDcfg_Config;
typedef struct {
  XDcfg_Config Config;
} XDcfg;
#define XST_SUCCESS 0L
#define XDCFG_CTRL_PCAP_PR_MASK 0x08000000U
#define XDCFG_CTRL_PCAP_MODE_MASK 0x04000000U
#define XDCFG_IXR_DMA_DONE_MASK 0x00002000U
#define XDCFG_IXR_D_P_DONE_MASK 0x00001000U
#define XDCFG_IXR_ERROR_FLAGS_MASK 0x00F0C860U
#define XDCFG_NON_SECURE_PCAP_WRITE 1
#define XDCFG_DMA_INVALID_ADDRESS 0xFFFFFFFF
#ifdef SDT
XDcfg_Config *XDcfg_LookupConfig(UINTPTR base);
#else
XDcfg_Config *XDcfg_LookupConfig(uint16_t id);
#endif
int XDcfg_CfgInitialize(XDcfg *port, XDcfg_Config *config, u32 address);
void XDcfg_SetControlRegister(XDcfg *port, u32 mask);
void XDcfg_IntrClear(XDcfg *port, u32 mask);
u32 XDcfg_IntrGetStatus(XDcfg *port);
u32 XDcfg_Transfer(XDcfg *port, void *from, u32 words, void *to, u32 to_words, u32 type);
