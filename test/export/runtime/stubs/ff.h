typedef unsigned int UINT;
typedef struct {
  unsigned long size;
} FIL;
typedef struct {
  int mounted;
} FATFS;
typedef enum { FR_OK = 0 } FRESULT;
#define FA_READ 1
FRESULT f_mount(FATFS *card, const char *path, int now);
FRESULT f_open(FIL *file, const char *name, int mode);
FRESULT f_read(FIL *file, void *to, UINT bytes, UINT *got);
FRESULT f_close(FIL *file);
#define f_size(file) ((file)->size)
