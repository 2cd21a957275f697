#!/bin/sh
# Judges a change on Gitee Go or any other runner, or by hand in a clone:
#
#     sh ci/gitee.sh [BASE] [UNIT]
#
# BASE and UNIT may also come as GONGKAI_BASE and GONGKAI_UNIT. Without a BASE a pull request of
# Gitee Go is held against its target branch, anything else against the server's main branch.
# What is committed is judged, not the checkout: a .gitattributes can make the two differ.
# The exit code is that of gongkai check.
set -eu

base=${1:-${GONGKAI_BASE:-}}
unit=${2:-${GONGKAI_UNIT:-}}
if [ -z "$base" ] && [ -n "${GITEE_PULL_ID:-}" ]; then
    base=origin/${GITEE_BRANCH:-HEAD}
fi

set -- "--base=${base:-origin/HEAD}" --head=HEAD
if [ -n "$unit" ]; then
    set -- "$@" "--unit=$unit"
fi

if ! command -v gongkai >/dev/null; then
    echo '这里没有装 gongkai，没有审查；请先安装。' >&2
    exit 3
fi

code=0
gongkai check "$@" || code=$?
case $code in
    0) echo '审查结论：通过。' ;;
    1) echo '审查结论：不通过，请按上面的提示改好后再提交。' ;;
    *) echo "审查结论：没有查成（退出码 ${code}），不能当作通过。" ;;
esac
exit "$code"
