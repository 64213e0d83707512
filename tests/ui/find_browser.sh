#!/bin/sh
# Makes sure that a Chromium and a font with Chinese characters are there for the browser tests: installs them when
# we may (root on Debian), else names the command.
missing=""
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && found=1
done
[ "$found" = 1 ] || missing="chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk fontconfig"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing for the browser tests ..."
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing) \
        >/tmp/dialoom-browser.log 2>&1 && exit 0
    cat /tmp/dialoom-browser.log
fi
echo "The browser tests need $missing. On Debian: sudo apt-get install $missing"
exit 1
