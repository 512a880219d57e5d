/** The arguments of `tapefold import`, read into the options of an import. */
import { type InstrumentKind, instrumentKinds, MarketError } from "@tapefold/core";
import type { ImportOptions } from "../import/import-options.ts";
import { barLengthOf } from "../import/read/bar-times.ts";
import { dateFormatOf } from "../import/read/date-text.ts";
import type { FileStyle } from "../import/read/file-style.ts";
import { readMapping } from "../import/read/mapping.ts";
import type { Profile } from "../import/read/profile.ts";
import { readRenames } from "../import/read/rename-file.ts";
import { mustBeEncoding } from "../import/read/text-decoder.ts";
import { profiles } from "../import/read/profiles.ts";
import { type Assigned, factorsOf } from "../import/read/assign-files.ts";

/** The options of the command as they were typed. */
export interface TypedOptions {
  readonly profile?: string;
  readonly mapping?: string;
  readonly profiles?: boolean;
  readonly out?: string;
  readonly into?: string;
  readonly rejects?: string;
  readonly mic?: string;
  readonly micUnknown?: boolean;
  readonly instrument?: readonly string[];
  readonly instrumentFrom?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly currency?: string;
  readonly scale?: string;
  readonly zone?: string;
  readonly delimiter?: string;
  readonly sql?: string;
  readonly encoding?: string;
  readonly dateFormat?: string;
  readonly rename?: string;
  readonly barsAt?: string;
  readonly barLength?: string;
  readonly straddling?: boolean;
  readonly calendar?: string;
  readonly factors?: readonly string[];
  readonly json?: boolean;
}

/**
 * The options of an import, from those typed.
 *
 * @throws MarketError `USAGE` for one that is missing or has no such value; what reading a mapping or a list throws.
 */
export async function importOptions(
  { files, instrument, instrumentOf }: Assigned,
  options: TypedOptions,
): Promise<ImportOptions> {
  const mapping = options.mapping === undefined ? undefined : await readMapping(options.mapping);
  const profile = mapping?.profile ?? profileOf(options.profile);
  if (options.profile !== undefined && options.profile !== profile.name)
    throw usage(
      "--profile",
      `${options.profile} is not the mapping's, which is ${profile.name}; leave it out`,
    );
  mustHaveBars(profile, options);
  const mic = options.mic ?? missing("--mic", "say the market, such as --mic XTKS");
  const factors = await factorsOf(options.factors ?? []);
  const zone = options.zone ?? mapping?.zone;
  const delimiter = options.delimiter?.replace("\\t", "\t");
  return {
    files,
    profile,
    profileOptions: {
      ...mapping?.options,
      ...(instrument === undefined ? {} : { instrument }),
      ...(options.barsAt === undefined ? {} : { barsAt: barsAtOf(options.barsAt) }),
      ...(options.barLength === undefined ? {} : { barLength: barLengthOf(options.barLength) }),
    },
    factors,
    ...(instrumentOf === undefined ? {} : { instrumentOf }),
    mic,
    mustKnowMarket: options.micUnknown !== true,
    ...(options.sql === undefined ? {} : { sql: options.sql }),
    ...(options.straddling === true ? { takesStraddling: true } : {}),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.kind === undefined ? {} : { kind: kindOf(options.kind) }),
    ...(options.currency === undefined ? {} : { currency: options.currency }),
    ...(options.scale === undefined ? {} : { scale: scaleOf(options.scale) }),
    ...(zone === undefined ? {} : { zone }),
    ...(delimiter === undefined ? {} : { delimiter }),
    style: { ...mapping?.style, ...(await styleOf(options)) },
    ...(options.calendar === undefined ? {} : { calendar: options.calendar }),
  };
}

/** Options about bars are refused where there are none, since they would do nothing. */
function mustHaveBars(profile: Profile, { barsAt, barLength, straddling }: TypedOptions): void {
  if (profile.shapes.some(({ isBars }) => isBars === true)) return;
  const given = { "--bars-at": barsAt, "--bar-length": barLength, "--straddling": straddling };
  const [argument] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (argument !== undefined)
    throw usage(argument, `${argument} is about bars of a day, and ${profile.name} has none; leave it out`);
}

async function styleOf({ encoding, dateFormat, rename }: TypedOptions): Promise<FileStyle> {
  if (encoding !== undefined) mustBeEncoding(encoding);
  const dates = dateFormat === undefined ? undefined : dateFormatOf(dateFormat);
  if (dateFormat !== undefined && dates === undefined)
    throw usage("--date-format", `${dateFormat} is no order of day, month and year, such as DD/MM/YYYY`);
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(dates === undefined ? {} : { dates }),
    ...(rename === undefined ? {} : { renames: await readRenames(rename) }),
  };
}

function profileOf(name: string | undefined): Profile {
  const names = profiles.map((profile) => profile.name).join(", ");
  if (name === undefined) throw usage("--profile", `say what kind of files they are: ${names}`);
  const profile = profiles.find((each) => each.name === name);
  if (profile === undefined) throw usage("--profile", `there is no profile ${name}; there are ${names}`);
  return profile;
}

function barsAtOf(end: string): "begin" | "end" {
  if (end !== "begin" && end !== "end") throw usage("--bars-at", `${end} is neither begin nor end`);
  return end;
}

function kindOf(kind: string): InstrumentKind {
  const known = instrumentKinds.find((one) => one === kind);
  if (known === undefined)
    throw usage("--kind", `there is no kind ${kind}; there are ${instrumentKinds.join(", ")}`);
  return known;
}

function scaleOf(scale: string): number {
  if (!/^\d{1,2}$/.test(scale) || Number(scale) > 15)
    throw usage("--scale", `${scale} is no number from 0 to 15`);
  return Number(scale);
}

export function missing(argument: string, problem: string): never {
  throw usage(argument, problem);
}

export function usage(argument: string, problem: string): MarketError {
  return new MarketError("USAGE", `${problem}; tapefold import --help shows how`, { argument });
}
