package cx.touchpoint.connector.store;

/**
 * Every statement there is, in the order in which a message meets them. Times are the database's,
 * so that replicas whose clocks differ agree. The tables are in {@code migration/}.
 */
final class Sql {

  /** Parameters: customer, key. */
  static final String NEW_CUSTOMER =
      """
      INSERT INTO customer (id, key) VALUES (?, ?)
      """;

  /** Parameters: channel, name of the conversation. */
  static final String KEY_OF_CONVERSATION =
      """
      SELECT k.id, k.key
      FROM conversation c JOIN customer k ON k.id = c.customer
      WHERE c.channel = ? AND c.name = ?
      """;

  /**
   * Keeps a message once, and what was promised about it. A message that is known gives no row, nor
   * does one that is sealed for another customer than the conversation's. Two at once for the same
   * message: the later waits for the conversation's row and then fails on the key of {@code
   * received}, which is a duplicate too.
   *
   * <p>Parameters: channel, key; name, customer, replica, id, traceparent, tracestate, body; arrays
   * of phases, targets, milliseconds promised, milliseconds after which leaving is not abandoning.
   */
  static final String KEEP =
      """
      WITH said AS (
        SELECT ?::text AS channel, ?::bytea AS key, ?::text AS name, ?::uuid AS customer, ?::text AS replica,
               ?::text AS id, ?::text AS traceparent, ?::text AS tracestate, ?::bytea AS body
      ), talk AS (
        INSERT INTO conversation AS c (channel, name, customer, attended_by, last_seq, unanswered, due_at)
        SELECT channel, name, customer, replica, 1, 1, now() FROM said
        WHERE NOT EXISTS (
          SELECT FROM received r WHERE r.channel = said.channel AND r.key = said.key)
        ON CONFLICT (channel, name) DO UPDATE
          SET last_seq = c.last_seq + 1,
              unanswered = c.unanswered + 1,
              due_at = coalesce(c.due_at, now()),
              active_at = now(),
              attended_by = excluded.attended_by,
              left_at = NULL
          WHERE c.customer = excluded.customer
        RETURNING no, last_seq
      ), known AS (
        INSERT INTO received (channel, key, conversation, seq)
        SELECT said.channel, said.key, talk.no, talk.last_seq FROM said, talk
      ), kept AS (
        INSERT INTO message (conversation, seq, id, author, traceparent, tracestate, body)
        SELECT talk.no, talk.last_seq, said.id, 'Customer', said.traceparent, said.tracestate, said.body
        FROM said, talk
      ), promised AS (
        INSERT INTO promised (conversation, seq, channel, phase, target, since, due_at, abandoned_after)
        SELECT talk.no, talk.last_seq, said.channel, p.phase, p.target, now(),
               now() + p.within * interval '1 ms', p.abandoned * interval '1 ms'
        FROM said, talk, unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[]) AS p (phase, target, within, abandoned)
        WHERE p.phase = CASE WHEN talk.last_seq = 1 THEN 'FirstResponse' ELSE 'NextResponse' END
      )
      SELECT no, last_seq FROM talk
      """;

  /** Where a message that is known already stands. Parameters: channel, key. */
  static final String KNOWN =
      """
      SELECT r.conversation, r.seq, coalesce(c.turn_seq >= r.seq, true) AS done
      FROM received r LEFT JOIN conversation c ON c.no = r.conversation
      WHERE r.channel = ? AND r.key = ?
      """;

  /** Which of these messages had their turn. Parameters: channel, array of keys. */
  static final String DONE =
      """
      SELECT r.key FROM received r LEFT JOIN conversation c ON c.no = r.conversation
      WHERE r.channel = ? AND r.key = ANY (?) AND coalesce(c.turn_seq >= r.seq, true)
      """;

  /** The answers to one message. Parameters: conversation, the message's seq and id. */
  static final String ANSWERS_TO =
      """
      SELECT seq, at, id, author, in_reply_to, traceparent, tracestate, body FROM message
      WHERE conversation = ? AND seq > ? AND in_reply_to = ? ORDER BY seq LIMIT 20
      """;

  /**
   * Takes conversations whose turn has come, the longest waiting first; those somebody else is
   * taking at this moment are passed by. Parameters: channel, how many, lease in milliseconds.
   */
  static final String CLAIM =
      """
      WITH due AS (
        SELECT no, due_at FROM conversation
        WHERE channel = ? AND due_at <= now()
        ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
      )
      UPDATE conversation c SET epoch = c.epoch + 1, due_at = now() + ? * interval '1 ms'
      FROM due WHERE c.no = due.no
      RETURNING c.no, c.name, c.epoch, c.attempts, c.turn_seq,
                extract(epoch FROM now() - due.due_at) AS waited
      """;

  /** Parameters: lease in milliseconds, arrays of conversations and their epochs. */
  static final String RENEW =
      """
      UPDATE conversation c SET due_at = now() + ? * interval '1 ms'
      FROM unnest(?::bigint[], ?::bigint[]) AS mine (no, epoch)
      WHERE c.no = mine.no AND c.epoch = mine.epoch AND c.due_at IS NOT NULL
      """;

  /** The customer's next message. Parameters: conversation, the last one that had its turn. */
  static final String NEXT_MESSAGE =
      """
      SELECT seq, at, id, author, in_reply_to, traceparent, tracestate, body FROM message
      WHERE conversation = ? AND seq > ? AND author = 'Customer' ORDER BY seq LIMIT 1
      """;

  /**
   * What was said before a message has its turn, the newest first; what the customer said after it
   * has not been heard yet. Parameters: conversation, the message's seq, how many.
   */
  static final String SAID_BEFORE =
      """
      SELECT seq, at, id, author, in_reply_to, traceparent, tracestate, body FROM message
      WHERE conversation = ? AND (seq < ? OR author <> 'Customer') ORDER BY seq DESC LIMIT ?
      """;

  /**
   * Ends a turn with an answer, and the promises it keeps; what it is too late for is left to
   * {@link #DECIDE}. No row when another has taken the conversation over. Parameters: the message's
   * seq, conversation, epoch; id, author, in reply to, traceparent, tracestate, body.
   */
  static final String ANSWER =
      """
      WITH talk AS (
        UPDATE conversation
        SET turn_seq = ?, last_seq = last_seq + 1, unanswered = unanswered - 1, attempts = 0,
            due_at = CASE WHEN unanswered > 1 THEN now() END,
            first_answered_at = coalesce(first_answered_at, now()), active_at = now()
        WHERE no = ? AND epoch = ? AND due_at IS NOT NULL
        RETURNING no, turn_seq, last_seq, began_at, first_answered_at
      ), said AS (
        INSERT INTO message (conversation, seq, id, author, in_reply_to, traceparent, tracestate, body)
        SELECT no, last_seq, ?, ?, ?, ?, ?, ? FROM talk
      ), decided AS (
        DELETE FROM promised p USING talk
        WHERE p.conversation = talk.no AND (p.phase = 'FirstResponse' OR p.seq = talk.turn_seq)
          AND p.due_at >= now()
        RETURNING p.phase, p.target
      )
      SELECT talk.last_seq, now() AS at, talk.first_answered_at = now() AS first,
             extract(epoch FROM now() - talk.began_at) AS since_begin,
             decided.phase, decided.target
      FROM talk LEFT JOIN decided ON true
      """;

  /**
   * Keeps a reply that came by itself, once, and the promises it keeps. No row when it is known or
   * there is no such conversation. Parameters: channel, conversation's name, key twice; id, author,
   * in reply to, traceparent, tracestate, body; key of the message it answers.
   */
  static final String LATE_REPLY =
      """
      WITH talk AS (
        UPDATE conversation c
        SET last_seq = last_seq + 1, first_answered_at = coalesce(first_answered_at, now()), active_at = now()
        WHERE channel = ? AND name = ?
          AND NOT EXISTS (SELECT FROM received r WHERE r.channel = c.channel AND r.key = ?)
        RETURNING no, channel, last_seq, began_at, first_answered_at
      ), known AS (
        INSERT INTO received (channel, key, conversation, seq)
        SELECT channel, ?, no, last_seq FROM talk
      ), said AS (
        INSERT INTO message (conversation, seq, id, author, in_reply_to, traceparent, tracestate, body)
        SELECT no, last_seq, ?, ?, ?, ?, ?, ? FROM talk
      ), answered AS (
        SELECT r.seq FROM received r, talk WHERE r.channel = talk.channel AND r.key = ?
      ), decided AS (
        DELETE FROM promised p USING talk
        WHERE p.conversation = talk.no AND p.due_at >= now()
          AND (p.phase = 'FirstResponse' OR p.seq = (SELECT seq FROM answered))
        RETURNING p.phase, p.target
      )
      SELECT talk.last_seq, talk.first_answered_at = now() AS first,
             extract(epoch FROM now() - talk.began_at) AS since_begin,
             decided.phase, decided.target
      FROM talk LEFT JOIN decided ON true
      """;

  /** Ends a turn that has no answer. Parameters: the message's seq, conversation, epoch. */
  static final String NOTHING_TO_SAY =
      """
      UPDATE conversation
      SET turn_seq = ?, unanswered = unanswered - 1, attempts = 0,
          due_at = CASE WHEN unanswered > 1 THEN now() END
      WHERE no = ? AND epoch = ? AND due_at IS NOT NULL
      """;

  /** A turn that failed is tried again. Parameters: pause in milliseconds, conversation, epoch. */
  static final String TRY_AGAIN =
      """
      UPDATE conversation SET due_at = now() + ? * interval '1 ms', attempts = attempts + 1
      WHERE no = ? AND epoch = ? AND due_at IS NOT NULL
      """;

  /**
   * Gives a message up and tells the customer; what was promised about it stays open and breaks.
   * Parameters: the message's seq, conversation, epoch; reason; id, in reply to, body.
   */
  static final String BURY =
      """
      WITH talk AS (
        UPDATE conversation
        SET turn_seq = ?, last_seq = last_seq + 1, unanswered = unanswered - 1, attempts = 0,
            due_at = CASE WHEN unanswered > 1 THEN now() END, active_at = now()
        WHERE no = ? AND epoch = ? AND due_at IS NOT NULL
        RETURNING no, channel, turn_seq, last_seq
      ), dead AS (
        INSERT INTO dead_letter (conversation, seq, channel, reason)
        SELECT no, turn_seq, channel, ? FROM talk
      ), said AS (
        INSERT INTO message (conversation, seq, id, author, in_reply_to, body)
        SELECT no, last_seq, ?, 'Automated', ?, ? FROM talk
      )
      SELECT last_seq, now() AS at FROM talk
      """;

  /**
   * Tells the other replicas that there is an answer. Not in the transaction that keeps it: those
   * that notify commit one after the other, so each would wait for the others' disk writes.
   * Parameters: bell, conversation's name.
   */
  static final String RING = "SELECT pg_notify(?, ?)";

  /** Only one connection gets it, as long as that lasts. Parameters: number of the lock. */
  static final String LOCK = "SELECT pg_try_advisory_lock(?)";

  /** How far a customer has the answers. Parameters: channel, conversation's name. */
  static final String DELIVERED_SO_FAR =
      """
      SELECT delivered_seq FROM conversation WHERE channel = ? AND name = ?
      """;

  /**
   * Answers a customer may not have yet. Parameters: channel, conversation's name, the place of the
   * last one they have.
   */
  static final String ANSWERS_AFTER =
      """
      SELECT m.seq, m.at, m.id, m.author, m.in_reply_to, m.traceparent, m.tracestate, m.body
      FROM conversation c JOIN message m ON m.conversation = c.no
      WHERE c.channel = ? AND c.name = ? AND m.author <> 'Customer' AND m.seq > ?
      ORDER BY m.seq LIMIT 200
      """;

  /** Parameters: seq, channel, conversation's name, seq. Changes nothing when it was known. */
  static final String DELIVERED =
      """
      UPDATE conversation SET delivered_seq = ? WHERE channel = ? AND name = ? AND delivered_seq < ?
      """;

  /**
   * A replica may learn that a connection is dead after the customer came back to another.
   * Parameters: channel, conversation's name, replica.
   */
  static final String LEFT =
      """
      UPDATE conversation SET left_at = now()
      WHERE channel = ? AND name = ? AND attended_by = ? AND left_at IS NULL
      """;

  /** Parameters: replica, channel, conversation's name. */
  static final String RETURNED =
      """
      UPDATE conversation SET left_at = NULL, attended_by = ? WHERE channel = ? AND name = ?
      """;

  /** Decides what has become due: who left early enough counts neither way. Parameters: channel. */
  static final String DECIDE =
      """
      WITH due AS (
        SELECT conversation, phase, seq, target FROM promised
        WHERE channel = ? AND due_at < now()
        ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED
      ), decided AS (
        DELETE FROM promised p USING due, conversation c
        WHERE p.conversation = due.conversation AND p.phase = due.phase AND p.seq = due.seq
          AND p.target = due.target AND c.no = p.conversation
        RETURNING p.conversation, p.phase, p.target,
                  coalesce(c.left_at - p.since < p.abandoned_after, false) AS left_early
      ), spoiled AS (
        UPDATE conversation c SET spoiled = true
        FROM (SELECT DISTINCT conversation FROM decided WHERE NOT left_early) d
        WHERE c.no = d.conversation AND NOT c.spoiled
        RETURNING c.no
      )
      SELECT phase, target, count(*) AS broken, (SELECT count(*) FROM spoiled) AS spoiled
      FROM decided WHERE NOT left_early GROUP BY phase, target
      """;

  /**
   * Who left without any answer and did not come back. Parameters: channel, seconds after which
   * they are gone for good; seconds before which nobody is to blame.
   */
  static final String ABANDONED =
      """
      WITH gone AS (
        UPDATE conversation SET abandoned = true
        WHERE channel = ? AND left_at < now() - ? * interval '1 second'
          AND first_answered_at IS NULL AND NOT abandoned
        RETURNING left_at - began_at < ? * interval '1 ms' AS soon
      )
      SELECT count(*) FILTER (WHERE soon) AS soon, count(*) FILTER (WHERE NOT soon) AS late FROM gone
      """;

  /** Conversations that wait for a free slot anywhere. Parameters: channel. */
  static final String WAITING =
      """
      SELECT count(*) FROM conversation WHERE channel = ? AND due_at <= now()
      """;

  /** Since when the longest wait of each phase lasts. Parameters: channel. */
  static final String OLDEST =
      """
      SELECT phase, extract(epoch FROM now() - min(since)) AS seconds
      FROM promised WHERE channel = ? GROUP BY phase
      """;

  /** The day it is there, in UTC. */
  static final String TODAY = "SELECT (now() AT TIME ZONE 'UTC')::date";

  /** The partitions of messages, by name. */
  static final String PARTITIONS =
      """
      SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'message'::regclass ORDER BY c.relname
      """;

  /**
   * Reads the oldest week, whose rows go with it a few days later; the other weeks are passed by
   * when it runs. Parameters of this and what follows: days kept, how many at once.
   */
  static final String FORGET_MESSAGES =
      """
      DELETE FROM message m USING (
        SELECT conversation, seq, at FROM message
        WHERE at < now() - ? * interval '1 day' LIMIT ?) old
      WHERE m.conversation = old.conversation AND m.seq = old.seq AND m.at = old.at
      """;

  static final String FORGET_CONVERSATIONS =
      """
      DELETE FROM conversation WHERE no IN (
        SELECT no FROM conversation
        WHERE active_at < now() - ? * interval '1 day' ORDER BY active_at LIMIT ?)
      """;

  static final String FORGET_CUSTOMERS =
      """
      DELETE FROM customer WHERE id IN (
        SELECT id FROM customer k
        WHERE since < now() - ? * interval '1 day'
          AND NOT EXISTS (SELECT FROM conversation c WHERE c.customer = k.id) LIMIT ?)
      """;

  static final String FORGET_RECEIVED =
      """
      DELETE FROM received WHERE (channel, key) IN (
        SELECT channel, key FROM received
        WHERE at < now() - ? * interval '1 day' ORDER BY at LIMIT ?)
      """;

  static final String FORGET_DEAD_LETTERS =
      """
      DELETE FROM dead_letter WHERE (conversation, seq) IN (
        SELECT conversation, seq FROM dead_letter
        WHERE at < now() - ? * interval '1 day' LIMIT ?)
      """;

  /** What has to be so for keeping messages. */
  static final String LOOK =
      """
      SELECT current_setting('server_version_num')::int AS version,
             current_setting('synchronous_commit') AS commit, current_setting('fsync') AS sync,
             pg_is_in_recovery() AS standby
      """;

  /** The least that can be written. */
  static final String PULSE =
      """
      INSERT INTO pulse AS p (one) VALUES (true) ON CONFLICT (one) DO UPDATE SET at = now()
      """;

  private Sql() {}
}
