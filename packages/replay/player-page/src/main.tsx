/** The session player's page. */
import { type JSX, render } from "preact";
import { Board } from "./board.tsx";
import { Chart } from "./chart.tsx";
import { Drivers } from "./drivers.tsx";
import { DropZone } from "./drop-zone.tsx";
import { Guidance } from "./guidance.tsx";
import { Header } from "./header.tsx";
import { Inspector } from "./inspector.tsx";
import { KeyList } from "./key-list.tsx";
import { listenToKeys, showsKeys } from "./keys.ts";
import { connect, connection, followHistory, status } from "./model.ts";
import { Scrubber } from "./scrubber.tsx";
import { askWhenSettled } from "./settled.ts";
import "./style.css";
import { TransportBar } from "./transport-bar.tsx";

function Page(): JSX.Element {
  const state = connection.value;
  if (state === "refused")
    return (
      <main class="drop">
        <h1>tapefold</h1>
        <p role="alert">This address has no right token. Open the one that tapefold play printed.</p>
      </main>
    );
  if (state === "dropped" || state === "loading") return <DropZone />;
  if (status.value === null)
    return (
      <main class="drop">
        <h1>tapefold</h1>
        <p role="status">
          {state === "lost" ? "The player is gone; trying to reach it again." : "Reaching the player."}
        </p>
      </main>
    );
  return (
    <>
      <Header />
      <main>
        <Board />
        <div class="middle">
          <Chart />
          <Drivers />
          <Guidance />
        </div>
        <Inspector />
      </main>
      <footer>
        <Scrubber />
        <TransportBar showKeys={() => (showsKeys.value = true)} />
      </footer>
      <KeyList />
    </>
  );
}

connect();
followHistory();
listenToKeys();
askWhenSettled();
render(<Page />, document.getElementById("page") as HTMLElement);
