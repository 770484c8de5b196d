"""Print every benchmark as a row: what, ours, baseline, ratio, the ratio to reach, and memory; or those of the groups named."""

import sys

from benchmarks import corpus, desk, matching, page, peers, ranking, reports, scale, speed, startup, tables

GROUPS = {
    "startup": startup, "desk": desk, "corpus": corpus, "tables": tables, "page": page, "matching": matching,
    "ranking": ranking, "reports": reports, "speed": speed, "peers": peers, "scale": scale,
}  # fmt: skip

if __name__ == "__main__":
    print(f"{'benchmark':44} {'ours':>9} {'baseline':>9} {'ratio':>7} {'reach':>7}  memory")
    for name in sys.argv[1:] or GROUPS:
        for line in GROUPS[name].run():
            print(line, flush=True)
