#!/usr/bin/env node
// The command as published: plain Node over dist; a checkout runs main.ts through tsx instead.
import "./main.ts";
