/** Files as vendors write them, one for each profile: small, so that damage is likely to matter. */
export interface VendorFile {
  readonly profile: string;
  readonly name: string;
  readonly content: string;
  readonly options: readonly string[];
}

const nyse = ["--mic", "XNYS"];
const tokyo = ["--mic", "XTKS"];
const a = ["--instrument", "A"];
const lines = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;

export const vendorFiles: readonly VendorFile[] = [
  {
    profile: "ohlc",
    name: "data.csv",
    options: [...tokyo, ...a],
    content: lines(
      "Date,Open,High,Low,Close",
      "2024-11-05,38160.5,38522.29,38160.5,38474.9",
      "2024-11-06,38677.95,39664.59,38506.16,39480.67",
      "2024-11-07,39745.26,39884.01,39020.18,39381.41",
    ),
  },
  {
    profile: "ohlc",
    name: "german.csv",
    options: [...tokyo, ...a, "--delimiter", ";", "--date-format", "DD.MM.YYYY"],
    content: lines("Datum;open;high;low;close;date", "x;1;2;0.5;1.5;05.11.2024", "y;1;2;0.5;1.6;06.11.2024"),
  },
  {
    profile: "yahoo",
    name: "yahoo.csv",
    options: [...tokyo, ...a],
    content: lines(
      "Date,Open,High,Low,Close,Adj Close,Volume",
      "2024-11-05 00:00:00+09:00,100,110,95,105,50,7",
      "2024-11-06,null,null,null,null,null,null",
    ),
  },
  {
    profile: "stooq",
    name: "stooq.txt",
    options: tokyo,
    content: lines(
      "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
      "9984.JP,D,20241105,000000,9100,9210,9050,9150,7,0",
      "9984.JP,D,20241106,000000,9160,9300,9100,9222,7,0",
    ),
  },
  {
    profile: "ticks",
    name: "ticks.csv",
    options: [...tokyo, ...a],
    content: lines(
      "time,price,size,seq",
      "2024-11-05T00:00:00.000001Z,2500,100,1",
      "2024-11-05T00:00:01.123456Z,2500.5,200,2",
      "2024-11-05T15:30:00+09:00,2501,1,3",
    ),
  },
  {
    profile: "bars",
    name: "bars.csv",
    options: [...tokyo, ...a],
    content: lines(
      "time,open,high,low,close",
      "2024-11-05T09:00:00+09:00,100,110,95,105",
      "2024-11-05T12:30:00+09:00,105,105,105,105",
      "2024-11-05T15:25:00+09:00,106,106,106,106",
    ),
  },
  {
    profile: "lean",
    name: "equity_usa_tick_ibm_20131007_trade.csv",
    options: [...nyse, ...a],
    content: lines("34200000,1815200,283,P,20,0", "34200500,1815300,100,P,20,1", "34201000,1815400,5,N,0,0"),
  },
  {
    profile: "polygon-trades",
    name: "trades.csv",
    options: nyse,
    content: lines(
      "ticker,conditions,correction,exchange,id,participant_timestamp,price,sequence_number,sip_timestamp,size,tape,trf_id,trf_timestamp",
      'A,"12,37",0,4,1,0,10.01,9,1730817000000000001,100,1,0,0',
      "B,,08,4,2,0,20.5,10,1730817001000000001,100,1,0,0",
      "B,16,0,4,3,0,20.25,11,1730817002000000001,100,1,0,0",
    ),
  },
  {
    profile: "lobster",
    name: "AAPL_2012-06-21_34200000_57600000_message_10.csv",
    options: ["--mic", "XNAS"],
    content: lines(
      "34200.017459617,1,16113575,18,5853300,1",
      "34200.18960767,5,0,21,5859100,1",
      "34201,7,0,0,-1,-1",
      "34260,7,0,0,1,-1",
    ),
  },
  {
    profile: "databento-csv",
    name: "trades.csv",
    options: nyse,
    content: lines(
      "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,symbol",
      "0,1730817000000000001,0,1,15144,T,B,0,10500000000,5,0,0,0,ESZ4",
      "0,2024-11-05T14:30:01.000000000Z,0,1,15144,T,B,0,10.750000000,5,0,0,0,ESZ4",
      "0,1730817003000000000,0,1,15144,T,N,0,9223372036854775807,5,0,0,0,ESZ4",
    ),
  },
  {
    profile: "jquants",
    name: "quotes.csv",
    options: tokyo,
    content: lines(
      "Date,Code,Open,High,Low,Close,AdjustmentFactor",
      "2024-11-05,99840,4000,4000,4000,4000,1",
      "2024-11-06,99840,1000,1000,1000,1000,0.25",
      "2024-11-06,72030,,,,,1",
    ),
  },
  {
    profile: "jquants",
    name: "statements.csv",
    options: tokyo,
    content: lines(
      "DisclosedDate,DisclosedTime,LocalCode,TypeOfDocument,CurrentFiscalYearEndDate,ForecastNetSales,ForecastProfit",
      "2025-05-08,15:30:00,94340,FYFinancialStatements_Consolidated_IFRS,2026-03-31,6700000000000,540000000000",
      "2026-02-09,15:30:00,94340,EarnForecastRevision,2026-03-31,6950000000000,543000000000",
    ),
  },
];
