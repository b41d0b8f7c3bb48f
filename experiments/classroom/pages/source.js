// Where everything comes from: the server, or a folder of precomputed answers. The rest of the app cannot tell them apart.

import { disk } from "./source_disk.js";
import { server } from "./source_server.js";

/** The one source of this page: precomputed answers where the page brought them, otherwise the server. */
export const source = window.minga ? disk(window.minga) : server();
