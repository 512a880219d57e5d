import { formatInstant, formatUnits, project } from "@tapefold/core";
import { recordClose, sessionStreak } from "@tapefold/projections";
import { replay } from "@tapefold/replay";
import { mergeAll } from "rxjs";

replay("test/sessions/golden.jsonl")
  .pipe(mergeAll(), project({ streak: sessionStreak("N225"), record: recordClose("N225") }))
  .subscribe(({ streak, record, position, at }) => {
    const close = record.close === null ? "none" : formatUnits(record.close, record.scale);
    console.log(position, formatInstant(at ?? 0), streak.confirmed, streak.provisional, close);
  });
