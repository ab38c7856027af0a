/**
 * The program cannot start with these folders, and the operator can do something about it.
 * The message is one plain paragraph for the terminal: what is wrong, where, and what to do. Nothing was changed.
 */
export class StorageRefusal extends Error {
  override readonly name = 'StorageRefusal';
}
