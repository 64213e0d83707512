/* A library with the names of SHP_A3 for tests: it writes down every call, and answers what the test has set. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define CHANNELS 8
#define WORDS 64

static char book[1 << 16];          /* every call with its arguments, one a line */
static char names[WORDS][32];       /* answers: name and channel, to a number */
static int channels[WORDS], answers[WORDS], known;
static char keys[CHANNELS][64];     /* keys that wait */
static char caller[CHANNELS][32], called[CHANNELS][32];
static char failing[32];            /* the function that fails */
static pthread_t threads[4];        /* who called us */
static int thread_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int answer_of(const char *name, int channel, int otherwise) {
    for (int i = known - 1; i >= 0; i--)
        if (!strcmp(names[i], name) && channels[i] == channel) return answers[i];
    return otherwise;
}

static int note(const char *name, const char *rest, int channel, int otherwise) {
    pthread_mutex_lock(&lock);
    int seen = 0;
    for (int i = 0; i < thread_count; i++) seen |= pthread_equal(threads[i], pthread_self());
    if (!seen && thread_count < 4) threads[thread_count++] = pthread_self();
    size_t used = strlen(book);
    snprintf(book + used, sizeof book - used, "%s(%s)\n", name, rest);
    int result = strcmp(failing, name) ? answer_of(name, channel, otherwise) : -1;
    pthread_mutex_unlock(&lock);
    return result;
}

/* For the test. */
void test_answer(const char *name, int channel, int answer) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < known; i++)
        if (!strcmp(names[i], name) && channels[i] == channel) { answers[i] = answer; goto done; }
    snprintf(names[known], sizeof names[known], "%s", name);
    channels[known] = channel;
    answers[known++] = answer;
done:
    pthread_mutex_unlock(&lock);
}
void test_keys(int channel, const char *pressed) {
    pthread_mutex_lock(&lock);
    strncat(keys[channel], pressed, sizeof keys[channel] - strlen(keys[channel]) - 1);
    pthread_mutex_unlock(&lock);
}
void test_numbers(int channel, const char *from, const char *to) {
    snprintf(caller[channel], sizeof caller[channel], "%s", from);
    snprintf(called[channel], sizeof called[channel], "%s", to);
}
void test_fail(const char *name) { snprintf(failing, sizeof failing, "%s", name); }
int test_threads(void) { return thread_count; }
const char *test_book(void) { return book; }
void test_reset(void) {
    pthread_mutex_lock(&lock);
    book[0] = failing[0] = 0;
    known = thread_count = 0;
    memset(keys, 0, sizeof keys);
    memset(caller, 0, sizeof caller);
    memset(called, 0, sizeof called);
    pthread_mutex_unlock(&lock);
}

/* Polled: too many calls to write down. */
static int quiet(const char *name, int channel, int otherwise) {
    pthread_mutex_lock(&lock);
    int result = strcmp(failing, name) ? answer_of(name, channel, otherwise) : -1;
    pthread_mutex_unlock(&lock);
    return result;
}
int SsmGetChState(int ch) { return quiet("SsmGetChState", ch, 0); }
int SsmGetRingCount(int ch) { return quiet("SsmGetRingCount", ch, 0); }
int SsmGetHookState(int ch) { return quiet("SsmGetHookState", ch, 0); }
int SsmChkAutoDial(int ch) { return quiet("SsmChkAutoDial", ch, 1); }
int SsmCheckPlay(int ch) { return quiet("SsmCheckPlay", ch, 0); }
int SsmChkRecToFile(int ch) { return quiet("SsmChkRecToFile", ch, 0); }
int SsmGetBusyToneCount(int ch) { return quiet("SsmGetBusyToneCount", ch, 0); }
int SsmGet1stDtmfClr(int ch, char *key) {
    pthread_mutex_lock(&lock);
    *key = keys[ch][0];
    if (*key) memmove(keys[ch], keys[ch] + 1, sizeof keys[ch] - 1);
    pthread_mutex_unlock(&lock);
    return *key ? 1 : 0;
}
int SsmGetCallerId(int ch, char *into) { strcpy(into, caller[ch]); return 0; }
int SsmGetPhoNumStr(int ch, char *into) { strcpy(into, called[ch]); return 0; }

/* Written down. */
#define ONE(NAME) int NAME(int ch) { char t[16]; snprintf(t, sizeof t, "%d", ch); return note(#NAME, t, ch, 0); }
#define TEXT(NAME) int NAME(int ch, char *s) { char t[512]; snprintf(t, sizeof t, "%d, %s", ch, s); return note(#NAME, t, ch, 0); }
#define TWO(NAME) int NAME(int a, int b) { char t[32]; snprintf(t, sizeof t, "%d, %d", a, b); return note(#NAME, t, a, 0); }
ONE(SsmPickup) ONE(SsmHangup) ONE(SsmStartRing) ONE(SsmStopRing) ONE(SsmClearFileList) ONE(SsmPlayFileList)
ONE(SsmStopPlayFileList) ONE(SsmStopRecToFile) ONE(SsmClearRxDtmfBuf) ONE(SsmStartToneAnalyze) ONE(SsmCloseToneAnalyze)
TEXT(SsmAutoDial) TEXT(SsmSetDTMFStopPlayCharSet) TEXT(SsmTxDtmf)
TWO(SsmTalkWith) TWO(SsmStopTalkWith) TWO(SsmSetDtmfStopPlay)
int SsmGetMaxCh(void) { return quiet("SsmGetMaxCh", 0, CHANNELS); }
int SsmStartCti(char *config, char *index) {
    char t[512];
    snprintf(t, sizeof t, "%s, %s", config, index);
    return note("SsmStartCti", t, 0, 0);
}
int SsmCloseCti(void) { return note("SsmCloseCti", "", 0, 0); }
char *SsmGetLastErrMsgA(void) { return "no such board"; }
int SsmTxFlash(int ch, unsigned short ms) {
    char t[32];
    snprintf(t, sizeof t, "%d, %u", ch, ms);
    return note("SsmTxFlash", t, ch, 0);
}
int SsmAddToFileList(int ch, char *file, int format, unsigned long start, unsigned long length) {
    char t[512];
    snprintf(t, sizeof t, "%d, %s, %d, %lu, %lu", ch, file, format, start, length);
    return note("SsmAddToFileList", t, ch, 0);
}
int SsmRecToFile(int ch, char *file, int format, unsigned long start, unsigned long bytes, unsigned long ms, int mask) {
    char t[512];
    snprintf(t, sizeof t, "%d, %s, %d, %lu, %lu, %lu, %d", ch, file, format, start, bytes, ms, mask);
    return note("SsmRecToFile", t, ch, 0);
}
