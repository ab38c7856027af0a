// Loaded before the program: from here on SQLite works through the recorder (recorder.c), which can be told to refuse.
import Database from 'better-sqlite3';

new Database(':memory:').loadExtension(process.env.RECORDER, 'sqlite3_recorder_init');
