import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { areKeysOn, changeColours, KEYS, showsKeys } from "./keys.ts";

/** All keys, and a switch to turn them off. */
export function KeyList(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const isShown = showsKeys.value;
  useEffect(() => {
    if (isShown && dialog.current?.open === false) dialog.current.showModal();
    if (!isShown) dialog.current?.close();
  }, [isShown]);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={() => (showsKeys.value = false)}>
      <h2 id="keys-title">Keys</h2>
      <table>
        <tbody>
          {KEYS.map(([keys, does]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td class="text">{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="switch">
        <input
          type="checkbox"
          checked={areKeysOn.value}
          onChange={() => (areKeysOn.value = !areKeysOn.value)}
        />{" "}
        single keys are on
      </label>
      <button type="button" onClick={() => (showsKeys.value = false)}>
        close
      </button>{" "}
      <button type="button" onClick={changeColours}>
        other colours
      </button>
    </dialog>
  );
}
