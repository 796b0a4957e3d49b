/*
 * The client of the resident server: asks it for a hit of castxml or SWIG, and otherwise starts the launcher.
 *
 *   itk-castxml-cache-client .../itk-castxml-cache [--depfile FILE TARGET] CASTXML ARGS...
 *   itk-castxml-cache-client .../itk-swig-cache [--depfile FILE] SWIG ARGS...
 *
 * It is written in C because a build starts it twice for each type, and starting any script runtime takes longer than a hit.
 * `itk-wrap setup` compiles it with the compiler of the build. It knows nothing of the cache: it sends its arguments, folder,
 * environment and umask, and the server answers whether it has a hit. If anything is not as expected (no server, no answer in
 * time, a socket of somebody else, a frame that is too large), it becomes the launcher by execv.
 *
 * The server writes the outputs and the depfile under temporary names, and this program renames them. So a server that was
 * stopped in the middle of a hit and continues an hour later cannot replace an output of today.
 *
 * server/src/cli/resident/ is the other side: server-address.ts finds the socket in the same way, frames.ts has the frames.
 */
#define _GNU_SOURCE 1
#ifdef __APPLE__
#define _DARWIN_C_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

#define PROTOCOL 3
#define MAX_BYTES (1 << 20) /* of a request, and of an answer */
#define TOKEN_BYTES 64
#define HIT_BYTES 5 /* before the rest of a hit */
#define MAX_NAMES 16 /* of files to rename, and their new names */
#ifndef FIRST_SIGN_MS
#define FIRST_SIGN_MS 50 /* from connecting to the first byte of the server, which it sends before it does anything else */
#endif
#ifndef NEXT_SIGN_MS
#define NEXT_SIGN_MS 250 /* from one byte of the server to the next; while a client waits, it gets one after each hit */
#endif
#define WHOLE_MS 10000 /* the whole conversation */

enum outcome { SERVED, NOT_SERVED, NO_SERVER };

extern char **environ;

static unsigned char bytes[MAX_BYTES]; /* the request, and then the answer */
static size_t used;
static int too_large;

static void put(const void *data, size_t size) {
  if (size > sizeof bytes - used) {
    too_large = 1;
    return;
  }
  memcpy(bytes + used, data, size);
  used += size;
}

static void put_number(size_t number) {
  unsigned char four[4];
  four[0] = (unsigned char)(number >> 24);
  four[1] = (unsigned char)(number >> 16);
  four[2] = (unsigned char)(number >> 8);
  four[3] = (unsigned char)number;
  put(four, 4);
}

static void put_text(const char *text) {
  size_t size = strlen(text);
  if (size > MAX_BYTES) size = MAX_BYTES; /* which does not fit */
  put_number(size);
  put(text, size);
}

static void put_list(char **texts) {
  size_t count = 0;
  while (texts[count] != NULL) count++;
  put_number(count);
  for (size_t i = 0; i < count && !too_large; i++) put_text(texts[i]);
}

static size_t number_at(size_t at) {
  return (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 | (size_t)bytes[at + 2] << 8 | bytes[at + 3];
}

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

/* Waits until the socket is ready or the time has come. */
static int ready(int fd, short events, long until) {
  struct pollfd one = {fd, events, 0};
  for (;;) {
    long left = until - milliseconds();
    int count = left < 0 ? 0 : poll(&one, 1, (int)left);
    if (count > 0) return 1;
    if (count == 0 || errno != EINTR) return 0;
  }
}

/* A path without its folder. */
static const char *name_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? path : slash + 1;
}

/* The folder of the sockets; it must be private. */
static int find_folder(char *folder, size_t size) {
  const char *runtime = getenv("XDG_RUNTIME_DIR"), *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
  int length = -1;
  if (runtime != NULL && runtime[0] == '/') length = snprintf(folder, size, "%s/itk-wrap", runtime);
  else if (cache != NULL && cache[0] == '/') length = snprintf(folder, size, "%s/itk-wrap-server", cache);
  else if (home != NULL && home[0] == '/') length = snprintf(folder, size, "%s/.cache/itk-wrap-server", home);
  return length > 0 && (size_t)length < size;
}

/*
 * The name of the socket, so that other versions, users, machines and containers use others: a hash of what identifies them.
 * The script of the server is beside the launcher.
 */
static int find_name(const char *launcher, char *name, size_t size) {
  char script[4096], host[256] = "", identity[1024];
  struct stat file, mounts, root;
  uint64_t hash = 14695981039346656037u; /* FNV-1a */
  int folder = (int)(name_of(launcher) - launcher);
  int length = snprintf(script, sizeof script, "%.*sitk-castxml-cache-server.js", folder, launcher);
  if (length < 0 || (size_t)length >= sizeof script || stat(script, &file) != 0) return 0;
  if (stat("/proc/self/ns/mnt", &mounts) != 0) mounts.st_ino = 0;
  if (stat("/", &root) != 0) root.st_ino = 0;
  gethostname(host, sizeof host - 1);
  snprintf(identity, sizeof identity, "itk-wrap %d %llu %llu %lld %llu %llu %lu %lu %s", PROTOCOL,
           (unsigned long long)file.st_ino, (unsigned long long)file.st_size, (long long)file.st_mtime,
           (unsigned long long)mounts.st_ino, (unsigned long long)root.st_ino, (unsigned long)geteuid(),
           (unsigned long)getegid(), host);
  for (const char *at = identity; *at != '\0'; at++) hash = (hash ^ (unsigned char)*at) * 1099511628211u;
  snprintf(name, size, "%016llx", (unsigned long long)hash);
  return 1;
}

static int is_private(const struct stat *stats) {
  return stats->st_uid == geteuid() && (stats->st_mode & 077) == 0;
}

/* Reads the secret of the server, which only this user can read. */
static enum outcome read_token(const char *folder, const char *name, char *token) {
  char file[4096];
  struct stat stats;
  int length = snprintf(file, sizeof file, "%s/%s.token", folder, name);
  if (length < 0 || (size_t)length >= sizeof file) return NOT_SERVED;
  int fd = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? NO_SERVER : NOT_SERVED;
  int good = fstat(fd, &stats) == 0 && S_ISREG(stats.st_mode) && is_private(&stats) &&
             read(fd, token, TOKEN_BYTES) == TOKEN_BYTES;
  close(fd);
  token[TOKEN_BYTES] = '\0';
  return good ? SERVED : NOT_SERVED;
}

/* Whether the server runs as this user. */
static int is_own_peer(int fd) {
#ifdef SO_PEERCRED
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
#else
  uid_t uid;
  gid_t gid;
  return getpeereid(fd, &uid, &gid) == 0 && uid == geteuid();
#endif
}

static int open_socket(const char *folder, const char *name, enum outcome *why) {
  struct sockaddr_un address;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  int length = snprintf(address.sun_path, sizeof address.sun_path, "%s/%s.sock", folder, name);
  if (length < 0 || (size_t)length >= sizeof address.sun_path) return -1;
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  /* Without a standard stream, the socket would become one. */
  if (fd >= 0 && fd <= 2) close(fd);
  if (fd <= 2) return -1;
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  fcntl(fd, F_SETFL, O_NONBLOCK);
#ifdef SO_NOSIGPIPE
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  int connected = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
  if (connected && is_own_peer(fd)) return fd;
  if (!connected && (errno == ENOENT || errno == ECONNREFUSED)) *why = NO_SERVER;
  close(fd);
  return -1;
}

static int send_request(int fd, long until) {
  for (size_t sent = 0; sent < used;) {
    ssize_t count = send(fd, bytes + sent, used - sent, MSG_NOSIGNAL);
    if (count > 0) sent += (size_t)count;
    else if (errno != EINTR && (errno != EAGAIN || !ready(fd, POLLOUT, until))) return 0;
  }
  return 1;
}

/* Reads until `wanted` bytes of the answer are there. The dots in front of it say that the server is alive. */
static int receive(int fd, size_t wanted, long *until, long end) {
  while (used < wanted) {
    if (!ready(fd, POLLIN, *until)) return 0;
    ssize_t count = recv(fd, bytes + used, wanted - used, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return 0;
    long next = milliseconds() + NEXT_SIGN_MS;
    *until = next < end ? next : end;
    size_t dots = 0;
    if (used == 0) while (dots < (size_t)count && bytes[dots] == '.') dots++;
    used += (size_t)count - dots;
    memmove(bytes, bytes + dots, used);
  }
  return 1;
}

/* A text of the answer, whose length is in front of it. NULL if it ends behind the answer. */
static const unsigned char *take_text(size_t *at, size_t *size) {
  if (used - *at < 4) return NULL;
  *size = number_at(*at);
  *at += 4;
  if (*size > used - *at) return NULL;
  *at += *size;
  return bytes + *at - *size;
}

static void print(int fd, const unsigned char *text, size_t size) {
  while (size > 0) {
    ssize_t count = write(fd, text, size);
    if (count > 0) {
      text += count;
      size -= (size_t)count;
    } else if (errno != EINTR) break;
  }
}

/*
 * `H`, the length of the rest, what to print on stdout and on stderr, and a list of files to rename, each followed by its new name.
 * Anything else is no hit.
 */
static enum outcome take_answer(int fd, long until, long end) {
  static char names[MAX_NAMES][4096];
  const unsigned char *out, *err;
  size_t at = HIT_BYTES, out_size, err_size, count;
  used = 0;
  if (!receive(fd, 1, &until, end) || bytes[0] != 'H' || !receive(fd, HIT_BYTES, &until, end)) return NOT_SERVED;
  size_t rest = number_at(1);
  if (rest > MAX_BYTES - HIT_BYTES || !receive(fd, HIT_BYTES + rest, &until, end)) return NOT_SERVED;
  if ((out = take_text(&at, &out_size)) == NULL || (err = take_text(&at, &err_size)) == NULL) return NOT_SERVED;
  if (used - at < 4) return NOT_SERVED;
  count = number_at(at);
  at += 4;
  if (count > MAX_NAMES || count % 2 != 0) return NOT_SERVED;
  for (size_t i = 0; i < count; i++) {
    size_t size;
    const unsigned char *name = take_text(&at, &size);
    if (name == NULL || size == 0 || size >= sizeof names[i]) return NOT_SERVED;
    memcpy(names[i], name, size);
    names[i][size] = '\0';
  }
  for (size_t i = 0; i < count; i += 2)
    if (rename(names[i], names[i + 1]) != 0) return NOT_SERVED;
  /* The server counts the hit now. */
  while (send(fd, "D", 1, MSG_NOSIGNAL) < 0 && errno == EINTR) continue;
  print(1, out, out_size);
  print(2, err, err_size);
  return SERVED;
}

static enum outcome ask(char **argv) {
  char folder[4096], name[32], token[TOKEN_BYTES + 1], cwd[4096];
  struct stat stats;
  const char *wanted = getenv("ITK_WRAP_CACHE_SERVER");
  enum outcome why = NOT_SERVED;
  if ((wanted != NULL && strcmp(wanted, "0") == 0)) return NOT_SERVED;
  if (argv[2][0] == '-' && strcmp(argv[2], "--depfile") != 0) return NOT_SERVED;
  if (!find_folder(folder, sizeof folder) || !find_name(argv[1], name, sizeof name)) return NOT_SERVED;
  if (lstat(folder, &stats) != 0) return errno == ENOENT ? NO_SERVER : NOT_SERVED;
  if (!S_ISDIR(stats.st_mode) || !is_private(&stats) || getcwd(cwd, sizeof cwd) == NULL) return NOT_SERVED;
  why = read_token(folder, name, token);
  if (why != SERVED) return why;

  mode_t mask = umask(0);
  umask(mask);
  put("ITKW", 4);
  put_number(0); /* the length, set below */
  put_text(token);
  put("R", 1);
  put_number(mask);
  put_text(argv[1]);
  put_text(cwd);
  put_list(argv + 2);
  put_list(environ);
  if (too_large) return NOT_SERVED;
  size_t whole = used;
  used = 4;
  put_number(whole - 8);
  used = whole;

  long began = milliseconds();
  why = NOT_SERVED;
  int fd = open_socket(folder, name, &why);
  if (fd < 0) return why;
  why = send_request(fd, began + FIRST_SIGN_MS) ? take_answer(fd, began + FIRST_SIGN_MS, began + WHOLE_MS)
                                                : NOT_SERVED;
  close(fd);
  return why;
}

/* Whether a tool could write a file. If it could not write its depfile, it would fail. */
static int is_writable(const char *file) {
  int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

/* The command without the options of the launcher. The tool itself writes the depfile. */
static char **without_cache(char **words, int is_swig) {
  if (words[0] != NULL && strcmp(words[0], "--no-cache") == 0) words++;
  if (words[0] == NULL || strcmp(words[0], "--depfile") != 0) return words;
  char *file = words[1], *target = file == NULL || is_swig ? NULL : words[2];
  char *tool = file == NULL ? NULL : is_swig ? words[2] : target == NULL ? NULL : words[3];
  if (tool == NULL) return words;
  if (!is_writable(file)) return words + (is_swig ? 2 : 3);
  /* In front of words[0] are the client and the launcher. The arguments of the tool follow it. */
  char **command = is_swig ? words - 1 : words - 2;
  command[0] = tool;
  command[1] = (char *)(is_swig ? "-MMD" : "-MD");
  command[2] = (char *)"-MF";
  command[3] = file;
  if (is_swig) return command;
  command[4] = (char *)"-MQ";
  command[5] = target;
  return command;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--self-test") == 0) {
    printf("itk-castxml-cache-client %d\n", PROTOCOL);
    return 0;
  }
  if (argc < 3) {
    fprintf(stderr, "usage: itk-castxml-cache-client LAUNCHER TOOL ARGS...\n");
    return 2;
  }
  enum outcome outcome = ask(argv);
  if (outcome == SERVED) return 0;
  if (outcome == NO_SERVER) setenv("ITK_WRAP_CACHE_SERVER_START", "1", 1);
  execv(argv[1], argv + 1);
  const char *launcher = name_of(argv[1]);
  fprintf(stderr, "%s: %s: %s; running the tool without the cache\n", launcher, argv[1], strerror(errno));
  if (strcmp(argv[2], "--evict") == 0) return 0;
  char **tool = without_cache(argv + 2, strcmp(launcher, "itk-swig-cache") == 0);
  if (tool[0] != NULL) execvp(tool[0], tool);
  return 127;
}
