package cx.touchpoint.connector.promise;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;

/** What is waited for. */
record Subject(Promise.Phase phase, String about) {}
