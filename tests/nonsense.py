"""What nobody should send, and somebody will."""

NONSENSE = (
    "", " ", "\t\n", "0", "-1", "1", "2", "40", "99999999999999999999999", "-2147483649", "NaN", "1e309", "0x10", "٣",
    "\x00", "a\x00b", "\x1b[31m", "\u202e\u200b", "😀" * 60, "ä" * 281, "x" * 5_000, "z" * 120_000, "a " * 300,
    "2026-02-30", "31.2.2026", "14.5.2070", "1.1.0001", "31.12.9999", "99:99", "\ufffd\ud7ff",
    "<script>alert(1)</script>", "' OR 1=1 --", "%s%n{0}{{7*7}}", "../../etc/passwd", "/\\evil.example",
    "//evil.example", "[]", "{}", '{"id": null}', "null", "true", "on", "user", "host", "manager", "en", "fi",
    "xx-not-a-language", "leena@talkoo.example", "not an address", "right words for a door", "MRA4K7QX",
    "00000000-0000-0000-0000-000000000000", "not-a-uuid",
)  # fmt: skip
MANY_DOORS = ("leena", "samuel", "mira")  # they get furthest, so they try most
BODIES = (
    ("application/x-www-form-urlencoded", b"a=%ED%A0%80&text=%FF%FE&choice=%00&%00=1"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"text=a"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"text=a&choice=1"),
    ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\ncut of'),
    ("multipart/form-data", b"no boundary"),
    ("application/json", b'{"text": "not a form"'),
    ("text/plain", b"\xff\xfe\x00"),
    ("", b"text=a"),
    ("application/x-www-form-urlencoded", "&".join(f"f{n}=1" for n in range(1_100)).encode()),  # more than Django takes
)
