/** The session player: a tape played in browsers. Loaded only by whoever asks for this door. */
export { loadPlayer, Player, type PlayerOptions } from "./player.ts";
export { type PlayerServer, servePlayer } from "./player-server.ts";
export { LoadedTape } from "./loaded-tape.ts";
export { PlayerSession, type PlayedTape } from "./player-session.ts";
export { type Answer, parseRequest, type Request, type Status } from "./request.ts";
export type { FrameDocuments, Look } from "./frame.ts";
