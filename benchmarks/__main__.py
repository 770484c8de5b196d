"""Print every benchmark as a row: what, ours, baseline, ratio, the ratio to reach, and memory."""

from benchmarks import corpus, desk, matching, page, ranking, reports, startup, tables

if __name__ == "__main__":
    print(f"{'benchmark':44} {'ours':>9} {'baseline':>9} {'ratio':>7} {'reach':>7}  memory")
    for group in (startup, desk, corpus, tables, page, matching, ranking, reports):
        for line in group.run():
            print(line, flush=True)
