/*
 * A SQLite extension for tests: everything that SQLite does to files from now on in this process is done, and written
 * to a log, so that the state of the files after each single step can be put together again afterwards. It can also
 * refuse steps, as a full or broken disk does.
 *
 * Environment: RECORD_TO, the log; FAIL_FROM and FAIL_COUNT, numbers of the first step refused and of how many follow;
 * FAIL_CODE, SQLite's result code for them; FAIL_WHILE, a file that holds such a code: while it exists, every step is
 * refused.
 *
 * An entry of the log: kind (1 byte), length of the name (2), of the data (4), offset or size (8), name, data; little
 * end first. Kinds: W write, T truncate, S sync, D delete, C create.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

typedef struct {
  sqlite3_file base;
  char *name;
  sqlite3_file *real;
} File;

static sqlite3_vfs *real;
static int out = -1;
static long step, failFrom, failCount;
static int failCode;
static const char *failWhile;

static void entry(char kind, const char *name, sqlite3_int64 at, const void *data, int size) {
  unsigned short length = (unsigned short)strlen(name);
  int total = 15 + length + size;
  char *bytes = malloc((size_t)total);
  bytes[0] = kind;
  memcpy(bytes + 1, &length, 2);
  memcpy(bytes + 3, &size, 4);
  memcpy(bytes + 7, &at, 8);
  memcpy(bytes + 15, name, length);
  if (size > 0) memcpy(bytes + 15 + length, data, (size_t)size);
  if (write(out, bytes, (size_t)total) != total) abort();
  free(bytes);
}

/* Whether the next step is refused, with failCode. */
static int refused(void) {
  FILE *file = failWhile ? fopen(failWhile, "r") : 0;
  step += 1;
  if (file) {
    if (fscanf(file, "%d", &failCode) != 1) abort();
    fclose(file);
    return 1;
  }
  return failFrom > 0 && step >= failFrom && step < failFrom + failCount;
}

static int rWrite(sqlite3_file *f, const void *data, int size, sqlite3_int64 at) {
  File *p = (File *)f;
  if (refused()) return failCode;
  int rc = p->real->pMethods->xWrite(p->real, data, size, at);
  if (rc == SQLITE_OK) entry('W', p->name, at, data, size);
  return rc;
}
static int rTruncate(sqlite3_file *f, sqlite3_int64 size) {
  File *p = (File *)f;
  if (refused()) return failCode;
  int rc = p->real->pMethods->xTruncate(p->real, size);
  if (rc == SQLITE_OK) entry('T', p->name, size, 0, 0);
  return rc;
}
static int rSync(sqlite3_file *f, int flags) {
  File *p = (File *)f;
  if (refused()) return failCode;
  int rc = p->real->pMethods->xSync(p->real, flags);
  if (rc == SQLITE_OK) entry('S', p->name, 0, 0, 0);
  return rc;
}
static int rClose(sqlite3_file *f) {
  File *p = (File *)f;
  int rc = p->real->pMethods ? p->real->pMethods->xClose(p->real) : SQLITE_OK;
  free(p->name);
  free(p->real);
  return rc;
}
static int rRead(sqlite3_file *f, void *d, int n, sqlite3_int64 at) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xRead(r, d, n, at);
}
static int rFileSize(sqlite3_file *f, sqlite3_int64 *size) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xFileSize(r, size);
}
static int rLock(sqlite3_file *f, int lock) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xLock(r, lock);
}
static int rUnlock(sqlite3_file *f, int lock) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xUnlock(r, lock);
}
static int rReserved(sqlite3_file *f, int *held) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xCheckReservedLock(r, held);
}
static int rControl(sqlite3_file *f, int op, void *arg) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xFileControl(r, op, arg);
}
static int rSectorSize(sqlite3_file *f) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xSectorSize(r);
}
static int rCharacteristics(sqlite3_file *f) {
  sqlite3_file *r = ((File *)f)->real;
  return r->pMethods->xDeviceCharacteristics(r);
}

static const sqlite3_io_methods methods = {
    1,      rClose,  rRead,     rWrite,   rTruncate,   rSync,           rFileSize,
    rLock,  rUnlock, rReserved, rControl, rSectorSize, rCharacteristics};

static int rOpen(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags, int *outFlags) {
  File *p = (File *)f;
  int there = 1;
  (void)vfs;
  memset(p, 0, sizeof *p);
  p->real = calloc(1, (size_t)real->szOsFile);
  p->name = strdup(name ? name : "");
  if (name) real->xAccess(real, name, SQLITE_ACCESS_EXISTS, &there);
  int rc = real->xOpen(real, name, p->real, flags, outFlags);
  if (rc == SQLITE_OK) {
    p->base.pMethods = &methods;
    if (!there) entry('C', name, 0, 0, 0);
  } else {
    if (p->real->pMethods) p->real->pMethods->xClose(p->real);
    free(p->real);
    free(p->name);
  }
  return rc;
}
static int rDelete(sqlite3_vfs *vfs, const char *name, int dirSync) {
  (void)vfs;
  if (refused()) return failCode;
  int rc = real->xDelete(real, name, dirSync);
  if (rc == SQLITE_OK) entry('D', name, dirSync, 0, 0);
  return rc;
}

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

int sqlite3_recorder_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  static sqlite3_vfs vfs;
  const char *log = getenv("RECORD_TO");
  (void)db;
  (void)error;
  SQLITE_EXTENSION_INIT2(api);
  out = log ? open(log, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
  if (out < 0) return SQLITE_CANTOPEN;
  failFrom = number("FAIL_FROM");
  failCount = number("FAIL_COUNT");
  failCode = (int)number("FAIL_CODE");
  failWhile = getenv("FAIL_WHILE");
  real = sqlite3_vfs_find(0);
  vfs = *real;
  vfs.zName = "recorder";
  vfs.szOsFile = (int)sizeof(File);
  vfs.xOpen = rOpen;
  vfs.xDelete = rDelete;
  vfs.pNext = 0;
  sqlite3_vfs_register(&vfs, 1);
  return SQLITE_OK_LOAD_PERMANENTLY;
}
