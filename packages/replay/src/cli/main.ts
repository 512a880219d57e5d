#!/usr/bin/env tsx
process.stdout.write("tapefold: the commands are not written yet\n");

export {};
