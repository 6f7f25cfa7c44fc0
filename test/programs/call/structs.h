// Structures of 1 to 128 bytes, for structs.c and its native library.
#define TEN(m, t) m(t##0) m(t##1) m(t##2) m(t##3) m(t##4) m(t##5) m(t##6) m(t##7) m(t##8) m(t##9)
#define SIZES(m)                                                                                                     \
  m(1) m(2) m(3) m(4) m(5) m(6) m(7) m(8) m(9) TEN(m, 1) TEN(m, 2) TEN(m, 3) TEN(m, 4) TEN(m, 5) TEN(m, 6) TEN(m, 7) \
      TEN(m, 8) TEN(m, 9) TEN(m, 10) TEN(m, 11) m(120) m(121) m(122) m(123) m(124) m(125) m(126) m(127) m(128)
#define STRUCT(n)       \
  typedef struct {      \
    unsigned char c[n]; \
  } s##n;
SIZES(STRUCT)
