import { formatUnits, project } from "@tapefold/core";
import { recordClose, sessionStreak } from "@tapefold/projections";
import { conflate, follow } from "@tapefold/replay";

const tape = process.argv[2] ?? "live.tape";

follow(tape)
  .pipe(
    project({ record: recordClose("N225"), streak: sessionStreak("AXJO") }),
    conflate({ intervalMs: 100 }),
  )
  .subscribe({
    next: ({ record, streak, position }) => {
      const close = record.close === null ? "none" : formatUnits(record.close, record.scale);
      console.log(`${position}: N225 record ${close}, AXJO streak ${streak.confirmed}`);
    },
    error: (error: unknown) => {
      console.error(error);
      process.exitCode = 2;
    },
  });
