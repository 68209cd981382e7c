import type { ErrorCode } from './error-catalog.ts'

export interface ErrorExplanation {
  /** When this error is reported. */
  when: string
  /** What a person can do about it. */
  action: string
}

/**
 * What each error means: docs/errors.md and the companion's pages at `/errors` are generated from this
 * table.
 */
export const ERROR_EXPLANATIONS: Record<ErrorCode, ErrorExplanation> = {
  REQUEST_INVALID: {
    when: 'The path, the query or the body of a request to the control API does not have the shape that the contract gives it.',
    action: 'Compare the members named in `issues` with `/api/openapi.json`.',
  },
  BODY_NOT_JSON: {
    when: 'The body of a request could not be read as JSON.',
    action: 'Send valid JSON, encoded as UTF-8.',
  },
  PAIRING_REQUIRED: {
    when: 'The request carried no proof of a pairing and no token, or one that this companion does not know.',
    action:
      'Pair the extension with the code in the terminal; a script sends the token from the line that `dcr-lab start --json` prints.',
  },
  PAIRING_REFUSED: {
    when: 'The code that was typed is not the one in the terminal.',
    action: 'Type the newest code that the terminal shows; each code serves one pairing.',
  },
  PAIRING_LOCKED: {
    when: 'Several wrong codes were sent in a row.',
    action: 'Type the new code from the terminal.',
  },
  PAIRING_SLOWED: {
    when: 'Some program sends many wrong pairing codes. They are not counted; the right code still pairs.',
    action: 'Type the newest code that the terminal shows.',
  },
  ORIGIN_REFUSED: {
    when: 'A web page, or an extension that was not paired, called the control API.',
    action: 'Use the paired extension, or a program that sends no `Origin`.',
  },
  ROUTE_NOT_FOUND: {
    when: 'The control API has no route at this address.',
    action: 'Look the route up in `/api/openapi.json`.',
  },
  METHOD_NOT_ALLOWED: {
    when: 'The address is one of the control API, and takes other methods than this one.',
    action: 'Use one of the methods in the `Allow` header of the answer.',
  },
  RECORD_NOT_FOUND: {
    when: 'The record that the address or a member names does not exist, or no longer.',
    action: 'List the records of this kind and take an id from there.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    when: 'A body came with another content type than JSON.',
    action: 'Send `Content-Type: application/json`.',
  },
  REQUEST_MALFORMED: {
    when: 'The bytes on the connection do not have the form of an HTTP/1.1 request, so the server cannot know what was asked. The connection is closed.',
    action:
      'Look at the request line, the header fields and the framing of the body; an HTTP client makes them right.',
  },
  REQUEST_FIELDS_TOO_LARGE: {
    when: 'Request line and header fields together may have 16 KiB. The connection is closed.',
    action:
      'Send fewer or shorter header fields; cookies of many sites on one host name are the usual reason.',
  },
  REQUEST_TOO_SLOW: {
    when: 'Header fields have 10 seconds to arrive, a whole request 30 seconds. The connection is closed.',
    action: 'Send the request at once.',
  },
  BODY_TOO_LARGE: {
    when: 'The body is larger than this route reads.',
    action: 'Send less; the hint of the answer names the limit.',
  },
  STEP_NOT_READY: {
    when: 'A step needs what an earlier step makes, and that step has not passed.',
    action: 'Run the step that the fix names, then run this step again.',
  },
  STEP_BUSY: {
    when: 'This step of the run is still running.',
    action: 'Wait until the step ends, or cancel it.',
  },
  SIGN_IN_NEEDED: {
    when: 'An authorization server asks a person, and no browser has answered yet.',
    action: 'Open the address in `detail`, sign in, and run the step again.',
  },
  AUTHORIZATION_SERVER_CHANGED: {
    when: 'The MCP server refuses the token, and its resource metadata name another authorization server than before.',
    action:
      'Begin again with the call without a token: client and token belong to the server before (SEP-2352).',
  },
  STEP_CANCELLED: {
    when: 'The step was cancelled while it was running.',
    action: 'Run the step again when you want its result.',
  },
  INPUT_INVALID: {
    when: 'A value has the right type, but cannot be used.',
    action: 'Change the fields named in `issues`; each issue says which values are valid.',
  },
  LISTEN_PATH_TAKEN: {
    when: 'Two API definitions would listen on the same path of the gateway.',
    action: 'Choose another listen path, or delete the other API.',
  },
  CLIENT_METADATA_REFUSED: {
    when: 'The client metadata contradict each other or the rules of the provider, so that a registration would fail.',
    action: 'Change the members named in `issues`.',
  },
  CLIENT_AMBIGUOUS: {
    when: 'Several clients at the provider match the client whose registration was lost.',
    action: 'Adopt the right one by its client id.',
  },
  CLIENTS_LEFT_BEHIND: {
    when: 'More clients of a run are left than its budget allows.',
    action: 'Delete the clients named in the answer, or sweep the run.',
  },
  PROVIDER_UNREACHABLE: {
    when: 'The identity provider could not be reached: name, connection, certificate or time.',
    action: 'Check the address; `dcr-lab doctor --host` says which stage fails.',
  },
  PROVIDER_REJECTED: {
    when: 'The identity provider answered with an error.',
    action: 'Read its words in the exchange; the doctor explains the known ones.',
  },
  MANAGEMENT_UNAVAILABLE: {
    when: 'The provider gave no registration access token or no management address for this client, or offers no such call.',
    action: 'Manage the client in the console of the provider.',
  },
  PROVIDER_REPLY_INVALID: {
    when: 'An answer of the identity provider lacks what its standard requires, or is no JSON.',
    action: 'Look at the exchange; the address may belong to another service.',
  },
  DISCOVERY_FAILED: {
    when: 'No metadata document was found at the well-known addresses of the issuer.',
    action: 'Check the issuer, or type the endpoints by hand.',
  },
  TOKEN_REFUSED: {
    when: 'The token endpoint gave no access token.',
    action: 'Read `error` and `error_description` in the exchange, then the causes in the answer.',
  },
  IMPORT_UNREADABLE: {
    when: 'A text was to be imported as requests and is no curl command, HAR file, Postman collection or exported set that can be read.',
    action: 'Do what the message says; nothing was taken over.',
  },
  CALL_REFUSED: {
    when: 'The call of the API ended with another status than 2xx.',
    action: 'Open the verdict: its failed check names the cause.',
  },
  ADDRESS_REFUSED: {
    when: 'The address is one that the companion never calls, such as link-local or cloud metadata addresses.',
    action: 'Use an address that the rules in docs/security.md allow.',
  },
  SECRET_UNAVAILABLE: {
    when: 'The key file is missing or belongs to other data, so that the stored secrets cannot be decrypted.',
    action: 'Put the key file back, or start with another data directory.',
  },
  SECRET_NOT_FOUND: {
    when: 'No secret of this name is stored, or it was removed.',
    action: 'Read the record, which lists its secrets.',
  },
  STORE_WRITE_FAILED: {
    when: 'The disk refused a change, which therefore did not happen.',
    action: 'Free disk space or correct the permissions of the data directory, then try again.',
  },
  STORE_UNREADABLE: {
    when: 'A file of the data directory is damaged or written by a newer version.',
    action: 'Nothing was changed on the disk. Use a copy of the directory or another one.',
  },
  DIRECTORY_UNUSABLE: {
    when: 'The data or config directory could not be made or written: a file is in the way, permission is missing, or the file system refuses.',
    action:
      'Name another directory with `--data` or `--config`, or change its owner or permissions.',
  },
  STORE_LOCKED: {
    when: 'Another companion works with the same data directory.',
    action: 'Stop the other companion, or name another directory with `--data`.',
  },
  KEY_FILE_UNSAFE: {
    when: 'Other users of this machine can read the key file.',
    action: 'Remove their permission with `chmod 600`.',
  },
  PORT_TAKEN: {
    when: 'Another program listens on a port that the companion needs.',
    action: 'Stop that program, or choose other ports: `--port 0` takes free ports.',
  },
  SCENARIO_UNREADABLE: {
    when: 'A file in `scenarios/` is no YAML or does not have the shape of a scenario.',
    action: 'Correct the member that the message names.',
  },
  LESSON_UNREADABLE: {
    when: 'A file in `lessons/` is no YAML or does not have the shape of a lesson, or the folder is missing.',
    action: 'Correct the line that the message names.',
  },
  LESSON_NOT_BEGUN: {
    when: 'A step of a lesson was called for before the lesson had begun, or after its run was deleted.',
    action: 'Begin the lesson, or begin it again: `POST /api/lessons/{lesson}/progress`.',
  },
  OPTION_INVALID: {
    when: 'A command was given an option or a value that it does not accept.',
    action: 'Compare with `dcr-lab <command> --help`.',
  },
  COMPANION_UNREACHABLE: {
    when: 'The companion does not answer at the address where it was expected.',
    action: 'Start it with `npm start` or `npx dcr-lab start`, or check the address.',
  },
  COMPANION_UNPROVEN: {
    when: 'The program at the address of the companion could not prove that it is the companion that was paired. It was sent nothing that is of use.',
    action:
      'Stop the program that holds the port and start the companion again, or start the companion with another `--port` and pair with its new code.',
  },
  INTERNAL: {
    when: 'A bug in DCR Lab caused an unexpected failure.',
    action: 'Report the bug with the output of the terminal.',
  },
}
