import type { JSX } from "preact";
import type { Speed } from "../../src/play/tape-clock.ts";
import { documentOf, send, status } from "./model.ts";
import { Legend } from "./scrubber.tsx";

const SPEEDS: readonly Speed[] = [1, 10, 60, 300, 3600, "max"];

/** Plays from here, from the beginning if the tape is at its end, or pauses. */
export function playOrPause(): void {
  const { isPlaying = false, head = 0 } = status.value ?? {};
  if (isPlaying) return send({ do: "pause" });
  if ((documentOf("clock").value?.position ?? 0) >= head) send({ do: "seek", to: "0" });
  send({ do: "play" });
}

export function changeSpeed(direction: 1 | -1): void {
  const at = SPEEDS.indexOf(status.value?.speed ?? 60);
  const speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + direction))];
  if (speed !== undefined) send({ do: "speed", speed });
}

interface Verb {
  readonly label: string;
  readonly shown: string;
  readonly press: () => void;
}

const verbs: readonly Verb[] = [
  { label: "to the start", shown: "|◂", press: () => send({ do: "seek", to: "0" }) },
  { label: "a mark back", shown: "◆◂", press: () => send({ do: "step", unit: "mark", direction: -1 }) },
  { label: "an event back", shown: "◂", press: () => send({ do: "step", unit: "event", direction: -1 }) },
];

const verbsOn: readonly Verb[] = [
  { label: "an event on", shown: "▸", press: () => send({ do: "step", unit: "event", direction: 1 }) },
  { label: "a mark on", shown: "▸◆", press: () => send({ do: "step", unit: "mark", direction: 1 }) },
  {
    label: "to the end",
    shown: "▸|",
    press: () => send({ do: "seek", to: String(status.value?.head ?? 0) }),
  },
];

export function TransportBar({ showKeys }: { readonly showKeys: () => void }): JSX.Element {
  const { isPlaying = false, speed = 60, canFollow = false, isFollowing = false } = status.value ?? {};
  const button = ({ label, shown, press }: Verb): JSX.Element => (
    <button key={label} type="button" aria-label={label} title={label} onClick={press}>
      {shown}
    </button>
  );
  return (
    <div class="transport" role="group" aria-label="Playing">
      {verbs.map(button)}
      <button type="button" id="play" class="main" onClick={playOrPause}>
        {isPlaying ? "pause" : "play"}
      </button>
      {verbsOn.map(button)}
      <label>
        speed{" "}
        <select
          value={String(speed)}
          onChange={({ currentTarget: { value } }) =>
            send({ do: "speed", speed: value === "max" ? "max" : Number(value) })
          }
        >
          {SPEEDS.map((one) => (
            <option key={one} value={String(one)}>
              {one === "max" ? "max" : `${one}×`}
            </option>
          ))}
        </select>
      </label>
      <Legend />
      <GoTo />
      {canFollow && (
        <button
          type="button"
          aria-pressed={isFollowing}
          onClick={() => send({ do: "follow", isOn: !isFollowing })}
        >
          follow live
        </button>
      )}
      <button type="button" aria-label="keys" title="keys" onClick={showKeys}>
        ?
      </button>
    </div>
  );
}

function GoTo(): JSX.Element {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem("to") as HTMLInputElement;
        if (field.value.trim() !== "") send({ do: "seek", to: field.value.trim() });
        field.blur();
      }}
    >
      <input
        id="go-to"
        name="to"
        placeholder="go to   g"
        aria-label="Go to a position or an instant"
        title="a position, or an instant such as 2026-02-10T04:30:00Z"
        autocomplete="off"
      />
    </form>
  );
}
