#!/usr/bin/env node
// The command as published: plain Node over dist, where a checkout runs main.ts through tsx.
import "./main.ts";
