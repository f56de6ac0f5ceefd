// For header sets without one: the members of AMD's `ap_axiu` that kernels and testbenches use.
#ifndef EXEUNT_AP_AXI_SDATA_H
#define EXEUNT_AP_AXI_SDATA_H

#include <ap_int.h>

template <int D, int U, int TI, int TD>
struct ap_axiu {
  ap_uint<D> data;
  ap_uint<(D + 7) / 8> keep;
  ap_uint<(D + 7) / 8> strb;
  ap_uint<1> last;
};

#endif
