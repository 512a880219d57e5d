// The session player: a tape played in browsers. Nobody pays for it who does not open this door.
export { loadPlayer, type Player } from "./player.ts";
export { servePlayer } from "./player-server.ts";
