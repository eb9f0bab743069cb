#!/bin/sh
# Makes NotoSansCJKjp-subset.otf: Noto Sans CJK JP Regular cut down to ASCII and JIS X 0208.
# Needs Debian's fonts-noto-cjk (1:20220127+repack1-1 was used) and fonttools (4.68.0).
set -eu
cd "$(dirname "$0")"
text=$(mktemp)
trap 'rm -f "$text"' EXIT
python3 - "$text" <<'PYTHON'
import sys

characters = {chr(code) for code in range(0x20, 0x7F)} | set("–—…©")
for row in range(1, 85):
    for cell in range(1, 95):
        try:
            characters.add(bytes([0xA0 + row, 0xA0 + cell]).decode("euc_jp"))
        except UnicodeDecodeError:
            pass
# What EUC-JP decodes to a look-alike elsewhere: the wave dash and the minus sign.
characters |= set("～－")
open(sys.argv[1], "w", encoding="utf-8").write("".join(sorted(characters)))
PYTHON
pyftsubset /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc --font-number=0 \
    --text-file="$text" --layout-features= --no-hinting \
    --output-file=NotoSansCJKjp-subset.otf
