// Strings as Go makes and reads them; the expected lines are what a Go program with the same operations prints.
// want stdout: héllo, wörld!
// want stdout: abcde
// want stdout: 3 3 abc
// want stdout: same 1 1 0 in buf 1
// want stdout: 0:97 1:65533 2:98 3:65533 4:65533 5:65533 6:65533 7:65533 8:128512 12:65533 13:65533 14:65533 15:65533 16:65533 17:65533 15
// want stdout: Aé€😀��� 19
// want stdout: € � A
// want stdout: 15 32 65533 128512
// want stdout: 40 48 0
// want stdout: 10 32
// want stdout: -1 1 0 1 -1 1
// want stdout: long counted 0 wrong
#include "lang.h"

static int sign(int64_t v) { return (v > 0) - (v < 0); }
static int64_t compare(string a, string b) { return runtime_cmpstring(a.p, a.n, b.p, b.n); }

int main(void) {
  string h = S("héllo"), w = S("wörld");
  string s = runtime_concatstring4(0, h.p, h.n, ", ", 2, w.p, w.n, "!", 1);
  PRINT(s);
  s = runtime_concatstring5(0, "a", 1, "b", 1, "c", 1, "d", 1, "e", 1);
  PRINT(s);
  slice b;
  string three[] = {S("a"), {0, 0}, S("bc")};
  runtime_concatbytes(&b, 0, three, 3, 3);
  s = runtime_concatstrings(0, three, 3, 3);
  printf("%d %d %.*s\n", (int)b.len, (int)s.n, (int)b.len, (char*)b.p);

  // One operand that is not empty is the result itself, unless it lies in a frame.
  char frame[] = "frame", buf[32];
  string same = runtime_concatstring3(0, "", 0, h.p, h.n, "", 0);
  string moved = runtime_concatstring2(0, frame, 5, "", 0);
  string kept = runtime_concatstring2(buf, frame, 5, "", 0);
  string in_buf = runtime_concatstring2(buf, frame, 5, "s", 1);
  printf("same %d %d %d in buf %d\n", same.p == h.p, kept.p == frame, moved.p == frame, in_buf.p == buf);

  string bad =
      S("a\xff"
        "b\xc0\xaf\xed\xa0\x80\xf0\x9f\x98\x80\xf4\x90\x80\x80\xe2\x82");
  for (int64_t k = 0; k < bad.n;) {
    rune_at r = runtime_decoderune(bad.p, bad.n, k);
    printf("%d:%d ", (int)k, r.rune);
    k = r.next;
  }
  printf("%d\n", (int)runtime_countrunes(bad.p, bad.n));
  int32_t runes[] = {0x41, 0xe9, 0x20ac, 0x1f600, -1, 0xd800, 0x110000};
  s = runtime_slicerunetostring(0, runes, 7, 7);
  printf("%.*s %d\n", (int)s.n, s.p, (int)s.n);
  string euro = runtime_intstring(0, 0x20ac), big = runtime_intstring(0, 1ll << 33), a = runtime_intstring(buf, 'A');
  printf("%.*s %.*s %.*s\n", (int)euro.n, euro.p, (int)big.n, big.p, (int)a.n, a.p);

  slice r;
  int32_t runebuf[32];
  runtime_stringtoslicerune(&r, runebuf, bad.p, bad.n);
  printf("%d %d %d %d\n", (int)r.len, (int)r.cap, ((int32_t*)r.p)[1], ((int32_t*)r.p)[8]);
  runtime_stringtoslicebyte(&b, 0, "0123456789012345678901234567890123456789", 40);
  printf("%d %d %d\n", (int)b.len, (int)b.cap, ((char*)b.p)[47]);
  runtime_stringtoslicebyte(&b, buf, "0123456789", 10);
  printf("%d %d\n", (int)b.len, (int)b.cap);
  printf("%d %d %d %d %d %d\n", sign(compare(S("a"), S("b"))), sign(compare(S("b"), S("ab"))), sign(compare(h, h)),
         sign(compare(S("abcdefghijklmnopqrstu"), S("abcdefghijklmnopqrst"))),
         sign(compare(S("abcdefghijklmnopqrs\x01u"), S("abcdefghijklmnopqrs\xffu"))), sign(compare(S("a"), S(""))));
  // What stands where: a rune of several bytes at each place of a long text, and pieces of one at its end.
  int wrong = 0;
  for (int at = 0; at < 70; at++)
    for (int cut = 0; cut < 4; cut++) {
      char text[80];
      memset(text, 'x', sizeof text);
      memcpy(text + at, "\xf0\x9f\x98\x80", 4);
      int64_t n = cut ? at + cut : 76;
      int64_t runes = 0;
      for (int64_t k = 0; k < n; runes++) k = runtime_decoderune(text, n, k).next;
      wrong += runes != (cut ? at + cut : 73) || runtime_countrunes(text, n) != runes;
    }
  printf("long counted %d wrong\n", wrong);
  return 0;
}
