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

  /** Parameters: channel, names of conversations. */
  static final String KEYS_OF_CONVERSATIONS =
      """
      SELECT c.name, k.id, k.key
      FROM conversation c JOIN customer k ON k.id = c.customer
      WHERE c.channel = ? AND c.name = ANY (?)
      """;

  /** One after the other: who is one person with whom is found out by reading and then writing. */
  static final String LOCK_PEOPLE =
      """
      SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' people', 0))
      """;

  /** Whose names these are. Parameters: array of hashes. */
  static final String PERSONS_NAMED =
      """
      SELECT hash, person FROM identity WHERE hash = ANY (?)
      """;

  /** Parameters: customer. */
  static final String PERSON = "SELECT person FROM customer WHERE id = ?";

  /** The names of one kind that persons have. Parameters: array of persons, key. */
  static final String NAMES_TELLING =
      """
      SELECT hash, person FROM identity WHERE person = ANY (?) AND key = ?
      """;

  /** Two are one. Parameters: who they are now, who some of them were. */
  static final String JOIN_CUSTOMERS = "UPDATE customer SET person = ? WHERE person = ?";

  /** Parameters: who they are now, who some of them were. */
  static final String JOIN_NAMES = "UPDATE identity SET person = ? WHERE person = ?";

  /** Parameters: hash, key, person. */
  static final String NAME =
      """
      INSERT INTO identity (hash, key, person) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING
      """;

  /** Parameters: person, what was proved, customer. */
  static final String PROVED = "UPDATE customer SET person = ?, proved = ? WHERE id = ?";

  /** Parameters: customer, array of hashes. */
  static final String PROOFS =
      """
      INSERT INTO proof (customer, hash) SELECT ?, unnest(?::bytea[]) ON CONFLICT DO NOTHING
      """;

  /** What one customer proved. Parameters: customer. */
  static final String PROVED_BEFORE =
      """
      SELECT id, key, proved FROM customer WHERE id = ? AND proved IS NOT NULL
      """;

  /**
   * What the persons in conversations proved anywhere, the newest first. Parameters: array of
   * conversations.
   */
  static final String PROVED_IN =
      """
      SELECT talk.no, p.id, p.key, p.proved
      FROM unnest(?::bigint[]) AS talk (no) CROSS JOIN LATERAL (
        SELECT p.id, p.key, p.proved
        FROM conversation c JOIN customer k ON k.id = c.customer JOIN customer p ON p.person = k.person
        WHERE c.no = talk.no AND p.proved IS NOT NULL ORDER BY p.since DESC LIMIT 20) p
      """;

  /** Parameters: person. */
  static final String PROVED_BY =
      """
      SELECT id, key, proved FROM customer
      WHERE person = ? AND proved IS NOT NULL ORDER BY since DESC LIMIT 100
      """;

  /**
   * What was said to persons and by them before a message has its turn, on every channel, the
   * newest first; nothing of one who is not known to be anybody. Parameters: arrays of
   * conversations and of the messages' seqs, how many of each conversation, how many.
   */
  static final String SAID_BEFORE_ANYWHERE =
      """
      SELECT turn.no, said.*
      FROM unnest(?::bigint[], ?::bigint[]) AS turn (no, seq) CROSS JOIN LATERAL (
        WITH talk AS (
          SELECT c.no, c.channel, c.customer_read_seq, k.id AS customer, k.key, c.no = turn.no AS own
          FROM conversation here JOIN customer who ON who.id = here.customer
            JOIN customer k ON k.person = who.person JOIN conversation c ON c.customer = k.id
          WHERE here.no = turn.no
          ORDER BY c.active_at DESC LIMIT 20
        )
        SELECT talk.channel, talk.customer, talk.key, m.*,
               m.author <> 'Customer' AND m.seq <= talk.customer_read_seq AS seen
        FROM talk CROSS JOIN LATERAL (
          SELECT seq, at, id, author, in_reply_to, traceparent, tracestate, body FROM message
          WHERE conversation = talk.no AND (NOT talk.own OR seq < turn.seq OR author <> 'Customer')
          ORDER BY seq DESC LIMIT ?) m
        ORDER BY m.at DESC, m.seq DESC LIMIT ?) said
      """;

  /** A person's conversations, the newest first. Parameters: person. */
  static final String CONVERSATIONS_OF =
      """
      SELECT c.no, c.channel, c.name, c.began_at, c.active_at, c.last_seq
      FROM customer k JOIN conversation c ON c.customer = k.id
      WHERE k.person = ? ORDER BY c.active_at DESC LIMIT 10000
      """;

  /** Parameters: person, conversation, the place of the last message that is known. */
  static final String MESSAGES_OF =
      """
      SELECT c.channel, k.id AS customer, k.key,
             m.seq, m.at, m.id, m.author, m.in_reply_to, m.traceparent, m.tracestate, m.body
      FROM conversation c JOIN customer k ON k.id = c.customer JOIN message m ON m.conversation = c.no
      WHERE k.person = ? AND c.no = ? AND m.seq > ? ORDER BY m.seq LIMIT 200
      """;

  /** Who proved a name, and what else. Parameters: hash. */
  static final String PROVERS =
      """
      SELECT k.id, k.key, k.proved FROM proof p JOIN customer k ON k.id = p.customer
      WHERE p.hash = ? AND k.proved IS NOT NULL
      """;

  /** Parameters: what was proved, customer. */
  static final String RENAME = "UPDATE customer SET proved = ? WHERE id = ?";

  /** Parameters: hash. */
  static final String FORGET_NAME = "DELETE FROM identity WHERE hash = ?";

  /** Parameters: hash. */
  static final String FORGET_PROOFS = "DELETE FROM proof WHERE hash = ?";

  /** Parameters: person. */
  static final String CUSTOMERS_OF = "SELECT id FROM customer WHERE person = ? ORDER BY since, id";

  /** Parameters: person. */
  static final String PROOFS_OF =
      """
      SELECT p.customer, p.hash FROM customer k JOIN proof p ON p.customer = k.id WHERE k.person = ?
      """;

  /** Parameters: who they are now, array of customers. */
  static final String PART_CUSTOMERS = "UPDATE customer SET person = ? WHERE id = ANY (?)";

  /** Parameters: who they are now, array of customers. */
  static final String PART_NAMES =
      """
      UPDATE identity i SET person = ? FROM proof p WHERE p.customer = ANY (?) AND i.hash = p.hash
      """;

  /**
   * Before their conversations. A file that came before a conversation began may be sealed by a key
   * that nobody else has; it goes with it. Parameters: person.
   */
  static final String ERASE_ATTACHMENTS =
      """
      WITH gone AS (
        DELETE FROM attachment a USING customer k JOIN conversation c ON c.customer = k.id
        WHERE k.person = ? AND a.channel = c.channel AND a.conversation = c.name
        RETURNING a.customer
      )
      DELETE FROM customer o USING gone
      WHERE o.id = gone.customer AND NOT EXISTS (SELECT FROM conversation c WHERE c.customer = o.id)
      """;

  /** Parameters: person. */
  static final String ERASE_CONVERSATIONS =
      """
      DELETE FROM conversation c USING customer k
      WHERE k.person = ? AND c.customer = k.id RETURNING c.no
      """;

  /** Parameters of this and the next two: array of conversations. */
  static final String ERASE_MESSAGES = "DELETE FROM message WHERE conversation = ANY (?)";

  static final String ERASE_PROMISES = "DELETE FROM promised WHERE conversation = ANY (?)";

  static final String ERASE_DEAD_LETTERS = "DELETE FROM dead_letter WHERE conversation = ANY (?)";

  /** Parameters: person. */
  static final String ERASE_CUSTOMERS = "DELETE FROM customer WHERE person = ?";

  /** Parameters: person. */
  static final String ERASE_NAMES = "DELETE FROM identity WHERE person = ?";

  static final String TIDY =
      "VACUUM message, conversation, customer, identity, proof, attachment, attachment_part";

  /** Parameters: actor, action, person. */
  static final String AUDIT = "INSERT INTO audit (actor, action, person) VALUES (?, ?, ?)";

  /**
   * Keeps messages of different conversations once each, and what was promised about them. A
   * message that is known gives no row, nor does one that is sealed for another customer than the
   * conversation's. Two at once for the same message: the later waits for the conversation's row
   * and then fails on the key of {@code received}, which is a duplicate too. Rows are met in the
   * order of names, so that two who keep several do not wait for each other.
   *
   * <p>Of a conversation in which nothing else waits this replica may have the turn at once, as by
   * {@link #CLAIM}, which saves a commit.
   *
   * <p>Parameters: channel, replica; arrays of keys, names, customers, their keys where they are
   * new, milliseconds of the lease where the turn is wanted, ids, traceparents, tracestates,
   * bodies; arrays of phases, targets, whose answer counts, milliseconds promised, milliseconds
   * after which leaving is not abandoning. A message in a matter that is settled opens it again,
   * for whoever has it first; what is promised of people's answers holds while they have the
   * conversation.
   */
  static final String KEEP =
      """
      WITH said AS (
        SELECT ?::text AS channel, ?::text AS replica, m.*
        FROM unnest(?::bytea[], ?::text[], ?::uuid[], ?::bytea[], ?::bigint[],
                    ?::text[], ?::text[], ?::text[], ?::bytea[])
          AS m (key, name, customer, customer_key, lease, id, traceparent, tracestate, body)
      ), comes AS (
        INSERT INTO customer (id, key)
        SELECT customer, customer_key FROM said WHERE customer_key IS NOT NULL
      ), talk AS (
        INSERT INTO conversation AS c
          (channel, name, customer, attended_by, last_seq, unanswered, due_at, epoch)
        SELECT channel, name, customer, replica, 1, 1,
               now() + coalesce(lease, 0) * interval '1 ms', CASE WHEN lease IS NULL THEN 0 ELSE 1 END
        FROM said
        WHERE NOT EXISTS (
          SELECT FROM received r WHERE r.channel = said.channel AND r.key = said.key)
        ORDER BY name COLLATE "C"
        ON CONFLICT (channel, name) DO UPDATE
          SET last_seq = c.last_seq + 1,
              unanswered = c.unanswered + 1,
              due_at = coalesce(c.due_at, excluded.due_at),
              epoch = c.epoch + CASE WHEN c.due_at IS NULL THEN excluded.epoch ELSE 0 END,
              active_at = now(),
              active_hour = date_trunc('hour', now()),
              attended_by = excluded.attended_by,
              left_at = NULL,
              handed_over_at = CASE WHEN c.resolved_at IS NULL THEN c.handed_over_at END,
              handover_reason = CASE WHEN c.resolved_at IS NULL THEN c.handover_reason END,
              reopened_at = CASE WHEN c.resolved_at IS NULL THEN c.reopened_at ELSE now() END,
              resolved_at = NULL
          WHERE c.customer = excluded.customer
        RETURNING no, name, last_seq, turn_seq, epoch, unanswered,
                  due_at, handed_over_at IS NOT NULL AS with_people,
                  last_seq = 1 OR coalesce(reopened_at = now(), false) AS opens
      ), known AS (
        INSERT INTO received (channel, key, conversation, seq)
        SELECT said.channel, said.key, talk.no, talk.last_seq FROM said JOIN talk USING (name)
      ), kept AS (
        INSERT INTO message (conversation, seq, id, author, traceparent, tracestate, body)
        SELECT talk.no, talk.last_seq, said.id, 'Customer', said.traceparent, said.tracestate, said.body
        FROM said JOIN talk USING (name)
      ), promised AS (
        INSERT INTO promised (conversation, seq, channel, phase, target, by_whom, since, due_at, abandoned_after)
        SELECT talk.no, talk.last_seq, said.channel, p.phase, p.target, p.by_whom, now(),
               now() + p.within * interval '1 ms', p.abandoned * interval '1 ms'
        FROM said JOIN talk USING (name) CROSS JOIN
             unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
               AS p (phase, target, by_whom, within, abandoned)
        WHERE (p.by_whom IS NULL OR (p.by_whom = 'Human') = talk.with_people)
          AND (p.phase = CASE WHEN talk.last_seq = 1 THEN 'FirstResponse' ELSE 'NextResponse' END
               OR p.phase = 'Resolution' AND talk.opens)
      )
      SELECT talk.name, talk.no, talk.last_seq, talk.turn_seq, talk.epoch,
             coalesce(talk.unanswered = 1 AND talk.due_at = now() + said.lease * interval '1 ms', false)
               AS taken
      FROM said JOIN talk USING (name)
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
   * taking at this moment are passed by. Parameters: channel, whether people's and whether others'
   * are wanted, how many, lease in milliseconds.
   */
  static final String CLAIM =
      """
      WITH due AS (
        SELECT no, due_at FROM conversation
        WHERE channel = ? AND due_at <= now() AND (handed_over_at IS NOT NULL) = ANY (?)
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

  /**
   * Customers' next messages, and who has their matters. Parameters: arrays of conversations and of
   * the last messages that had their turn.
   */
  static final String NEXT_MESSAGES =
      """
      SELECT c.no, m.seq, m.at, m.id, m.author, m.in_reply_to, m.traceparent, m.tracestate, m.body,
             c.handed_over_at, c.handover_reason, coalesce(c.reopened_at = m.at, false) AS reopens,
             c.customer_read_seq
      FROM unnest(?::bigint[], ?::bigint[]) AS turn (no, seq) JOIN conversation c ON c.no = turn.no
        CROSS JOIN LATERAL (
          SELECT seq, at, id, author, in_reply_to, traceparent, tracestate, body FROM message
          WHERE conversation = turn.no AND seq > turn.seq AND author = 'Customer'
          ORDER BY seq LIMIT 1) m
      """;

  /**
   * What was said before messages have their turn, the newest first; what their customers said
   * after them has not been heard yet. Parameters: arrays of conversations, of the messages' seqs
   * and of the places up to which their customers have read; how many of each.
   */
  static final String SAID_BEFORE =
      """
      SELECT turn.no, m.*, m.author <> 'Customer' AND m.seq <= turn.read_seq AS seen
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS turn (no, seq, read_seq) CROSS JOIN LATERAL (
        SELECT seq, at, id, author, in_reply_to, traceparent, tracestate, body FROM message
        WHERE conversation = turn.no AND (seq < turn.seq OR author <> 'Customer')
        ORDER BY seq DESC LIMIT ?) m
      """;

  /**
   * Ends turns of different conversations with their answers, and the promises these keep; what
   * they are too late for is left to {@link #DECIDE}. A person's answer is one to all that was said
   * before. No row of a conversation that another has taken over. The epoch is over with the turn,
   * here as in the others that end one: a renewal that comes late would keep what nobody has.
   * Parameters: arrays of conversations, epochs, the messages' seqs; ids, authors, in reply to,
   * traceparents, tracestates, bodies; in the order of names, as {@link #KEEP} meets them.
   */
  static final String ANSWER =
      """
      WITH said AS (
        SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[],
                             ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[])
          AS s (no, epoch, turn_seq, id, author, in_reply_to, traceparent, tracestate, body)
      ), talk AS (
        UPDATE conversation c
        SET turn_seq = said.turn_seq, last_seq = c.last_seq + 1, unanswered = c.unanswered - 1,
            epoch = c.epoch + 1, attempts = 0, apologised = false,
            due_at = CASE WHEN c.unanswered > 1 THEN now() END,
            first_answered_at = coalesce(c.first_answered_at, now()),
            active_at = now(), active_hour = date_trunc('hour', now())
        FROM said WHERE c.no = said.no AND c.epoch = said.epoch AND c.due_at IS NOT NULL
        RETURNING c.no, c.turn_seq, c.last_seq, c.began_at, c.first_answered_at
      ), kept AS (
        INSERT INTO message (conversation, seq, id, author, in_reply_to, traceparent, tracestate, body)
        SELECT talk.no, talk.last_seq, said.id, said.author, said.in_reply_to,
               said.traceparent, said.tracestate, said.body
        FROM said JOIN talk USING (no)
      ), decided AS (
        DELETE FROM promised p USING talk JOIN said USING (no)
        WHERE p.conversation = talk.no AND p.phase <> 'Resolution' AND p.due_at >= now()
          AND (p.phase = 'FirstResponse' OR p.seq = talk.turn_seq OR said.author = 'Human')
          AND (p.by_whom IS NULL OR p.by_whom = said.author)
        RETURNING p.conversation, p.phase, p.target
      )
      SELECT talk.no, talk.last_seq, now() AS at, talk.first_answered_at = now() AS first,
             extract(epoch FROM now() - talk.began_at) AS since_begin,
             decided.phase, decided.target
      FROM talk LEFT JOIN decided ON decided.conversation = talk.no
      """;

  /**
   * Keeps a reply that came by itself, once, and the promises it keeps. No row when it is known or
   * there is no such conversation. Parameters: channel, conversation's name, key twice; id, author,
   * in reply to, traceparent, tracestate, body; key of the message it answers; author twice.
   */
  static final String LATE_REPLY =
      """
      WITH talk AS (
        UPDATE conversation c
        SET last_seq = last_seq + 1, first_answered_at = coalesce(first_answered_at, now()),
            active_at = now(), active_hour = date_trunc('hour', now())
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
        WHERE p.conversation = talk.no AND p.phase <> 'Resolution' AND p.due_at >= now()
          AND (p.phase = 'FirstResponse' OR p.seq = (SELECT seq FROM answered) OR ? = 'Human')
          AND (p.by_whom IS NULL OR p.by_whom = ?)
        RETURNING p.phase, p.target
      )
      SELECT talk.no, talk.last_seq, talk.first_answered_at = now() AS first,
             extract(epoch FROM now() - talk.began_at) AS since_begin,
             decided.phase, decided.target
      FROM talk LEFT JOIN decided ON true
      """;

  /**
   * Notes once that a step came by itself, with nothing said. No row when it is known or there is
   * no such conversation. Parameters: channel, conversation's name, key twice.
   */
  static final String LATE_STEP =
      """
      WITH talk AS (
        UPDATE conversation c SET active_at = now(), active_hour = date_trunc('hour', now())
        WHERE channel = ? AND name = ?
          AND NOT EXISTS (SELECT FROM received r WHERE r.channel = c.channel AND r.key = ?)
        RETURNING no, channel, last_seq
      ), known AS (
        INSERT INTO received (channel, key, conversation, seq)
        SELECT channel, ?, no, last_seq FROM talk
      )
      SELECT no, last_seq FROM talk
      """;

  /**
   * Hands a matter to people: what is promised of them begins, what is promised of programs counts
   * no more. Where they are somebody else than who was asked so far, the customer's last message
   * has another turn, and whoever has one at this moment is refused. No row when people have it.
   * Parameters: conversation, reason, whether they are somebody else; arrays as for {@link #KEEP}.
   */
  static final String HAND_OVER =
      """
      WITH step AS (
        SELECT ?::bigint AS no, ?::bytea AS reason, ?::boolean AS to_desk
      ), talk AS (
        UPDATE conversation c
        SET handed_over_at = now(), handover_reason = step.reason,
            reopened_at = CASE WHEN resolved_at IS NULL THEN reopened_at ELSE now() END,
            resolved_at = NULL,
            epoch = epoch + CASE WHEN to_desk THEN 1 ELSE 0 END,
            attempts = CASE WHEN to_desk THEN 0 ELSE attempts END,
            due_at = CASE WHEN to_desk THEN now() ELSE due_at END,
            unanswered = CASE WHEN to_desk THEN greatest(unanswered, 1) ELSE unanswered END,
            turn_seq = CASE WHEN to_desk AND unanswered = 0 THEN coalesce(
              (SELECT m.seq - 1 FROM message m
               WHERE m.conversation = c.no AND m.author = 'Customer' ORDER BY m.seq DESC LIMIT 1),
              turn_seq) ELSE turn_seq END
        FROM step
        WHERE c.no = step.no AND (handed_over_at IS NULL OR resolved_at IS NOT NULL)
        RETURNING c.no, channel, last_seq, coalesce(reopened_at = now(), false) AS opens
      ), dropped AS (
        DELETE FROM promised p USING talk WHERE p.conversation = talk.no AND p.by_whom = 'Automated'
      ), promised AS (
        INSERT INTO promised (conversation, seq, channel, phase, target, by_whom, since, due_at, abandoned_after)
        SELECT talk.no, talk.last_seq, talk.channel, p.phase, p.target, p.by_whom, now(),
               now() + p.within * interval '1 ms', p.abandoned * interval '1 ms'
        FROM talk,
             unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
               AS p (phase, target, by_whom, within, abandoned)
        WHERE p.by_whom = 'Human' AND p.phase IN ('FirstResponse', 'Resolution')
          OR p.by_whom IS NULL AND p.phase = 'Resolution' AND talk.opens
        ON CONFLICT DO NOTHING
      )
      SELECT no FROM talk
      """;

  /**
   * Settles a matter, and the promises of that which are in time; those of others than who had it
   * count no more. No row when it is settled. Parameters: conversation, who says so.
   */
  static final String RESOLVE =
      """
      WITH talk AS (
        UPDATE conversation SET resolved_at = now()
        WHERE no = ? AND resolved_at IS NULL
        RETURNING no, coalesce(reopened_at, began_at) AS since,
                  CASE WHEN handed_over_at IS NULL THEN ? ELSE 'Human' END AS by_whom
      ), decided AS (
        DELETE FROM promised p USING talk
        WHERE p.conversation = talk.no AND p.phase = 'Resolution' AND p.due_at >= now()
        RETURNING p.phase, p.target, p.by_whom
      )
      SELECT talk.by_whom, extract(epoch FROM now() - talk.since) AS lasted,
             decided.phase, decided.target
      FROM talk LEFT JOIN decided
        ON decided.by_whom IS NULL OR decided.by_whom = talk.by_whom
      """;

  /**
   * Settles matters in which nothing was said for a while: those of programs that have nothing to
   * answer, and those of people in which the customer did not have the last word. Parameters:
   * milliseconds, channel, how many.
   */
  static final String SETTLE_IDLE =
      """
      WITH idle AS (
        SELECT c.no FROM (SELECT now() - ? * interval '1 ms' AS at) past, conversation c
        WHERE c.channel = ? AND c.resolved_at IS NULL
          AND c.active_hour < past.at AND c.active_at < past.at AND c.due_at IS NULL
          AND (c.handed_over_at IS NULL OR EXISTS (
            SELECT FROM message m
            WHERE m.conversation = c.no AND m.seq = c.last_seq AND m.author <> 'Customer'))
        ORDER BY c.active_hour LIMIT ? FOR UPDATE OF c SKIP LOCKED
      ), talk AS (
        UPDATE conversation c SET resolved_at = now() FROM idle
        WHERE c.no = idle.no
        RETURNING c.no, c.active_at - coalesce(c.reopened_at, c.began_at) AS lasted,
                  CASE WHEN c.handed_over_at IS NULL THEN 'Automated' ELSE 'Human' END AS by_whom
      ), decided AS (
        DELETE FROM promised p USING talk
        WHERE p.conversation = talk.no AND p.phase = 'Resolution' AND p.due_at >= now()
        RETURNING p.conversation, p.phase, p.target, p.by_whom
      )
      SELECT talk.no, talk.by_whom, extract(epoch FROM talk.lasted) AS lasted,
             decided.phase, decided.target
      FROM talk LEFT JOIN decided ON decided.conversation = talk.no
        AND (decided.by_whom IS NULL OR decided.by_whom = talk.by_whom)
      """;

  /**
   * Opens a matter again, for whoever had it. No row when it is open. Parameters: conversation;
   * arrays as for {@link #KEEP}.
   */
  static final String REOPEN =
      """
      WITH talk AS (
        UPDATE conversation SET resolved_at = NULL, reopened_at = now()
        WHERE no = ? AND resolved_at IS NOT NULL
        RETURNING no, channel, last_seq, handed_over_at IS NOT NULL AS with_people
      ), promised AS (
        INSERT INTO promised (conversation, seq, channel, phase, target, by_whom, since, due_at, abandoned_after)
        SELECT talk.no, talk.last_seq, talk.channel, p.phase, p.target, p.by_whom, now(),
               now() + p.within * interval '1 ms', p.abandoned * interval '1 ms'
        FROM talk,
             unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
               AS p (phase, target, by_whom, within, abandoned)
        WHERE p.phase = 'Resolution' AND (p.by_whom IS NULL OR (p.by_whom = 'Human') = talk.with_people)
        ON CONFLICT DO NOTHING
      )
      SELECT no FROM talk
      """;

  /** Ends a turn that has no answer. Parameters: the message's seq, conversation, epoch. */
  static final String NOTHING_TO_SAY =
      """
      UPDATE conversation
      SET turn_seq = ?, unanswered = unanswered - 1, epoch = epoch + 1, attempts = 0, apologised = false,
          due_at = CASE WHEN unanswered > 1 THEN now() END
      WHERE no = ? AND epoch = ? AND due_at IS NOT NULL
      """;

  /**
   * A turn that failed is tried again. Parameters: pause in milliseconds, how many attempts it
   * counts as, conversation, epoch.
   */
  static final String TRY_AGAIN =
      """
      UPDATE conversation
      SET due_at = now() + ? * interval '1 ms', epoch = epoch + 1, attempts = attempts + ?
      WHERE no = ? AND epoch = ? AND due_at IS NOT NULL
      """;

  /** Who has waited for long and was not told. Parameters: channel, milliseconds, how many. */
  static final String LONG_WAITING =
      """
      SELECT no, name FROM conversation
      WHERE channel = ? AND due_at < now() - ? * interval '1 ms' AND NOT apologised
      ORDER BY due_at LIMIT ?
      """;

  /**
   * A word to somebody who waits, once until they are answered. No row when they were told or wait
   * no more. Parameters: conversation; id, body.
   */
  static final String APOLOGISE =
      """
      WITH talk AS (
        UPDATE conversation SET last_seq = last_seq + 1, apologised = true
        WHERE no = ? AND NOT apologised AND unanswered > 0
        RETURNING no, last_seq
      ), said AS (
        INSERT INTO message (conversation, seq, id, author, body)
        SELECT no, last_seq, ?, 'Automated', ? FROM talk
      )
      SELECT last_seq FROM talk
      """;

  /**
   * Gives a message up and tells the customer; what was promised about it stays open and breaks.
   * Parameters: the message's seq, conversation, epoch; reason; id, in reply to, body.
   */
  static final String BURY =
      """
      WITH talk AS (
        UPDATE conversation
        SET turn_seq = ?, last_seq = last_seq + 1, unanswered = unanswered - 1, epoch = epoch + 1,
            attempts = 0, apologised = false,
            due_at = CASE WHEN unanswered > 1 THEN now() END,
            active_at = now(), active_hour = date_trunc('hour', now())
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
   * What was given up, in the order of conversations. Parameters: channel, conversation and place
   * of the last one that is known.
   */
  static final String DEAD_LETTERS =
      """
      SELECT d.conversation, d.seq, d.reason, d.at, c.name, m.id
      FROM dead_letter d JOIN conversation c ON c.no = d.conversation
        JOIN message m ON m.conversation = d.conversation AND m.seq = d.seq
      WHERE d.channel = ? AND (d.conversation, d.seq) > (?, ?)
      ORDER BY d.conversation, d.seq LIMIT 200
      """;

  /** Parameters: channel, conversation, place. */
  static final String DEAD_LETTER =
      """
      SELECT c.name, c.channel, k.id AS customer, k.key,
             m.seq, m.at, m.id, m.author, m.in_reply_to, m.traceparent, m.tracestate, m.body
      FROM dead_letter d JOIN conversation c ON c.no = d.conversation JOIN customer k ON k.id = c.customer
        JOIN message m ON m.conversation = d.conversation AND m.seq = d.seq
      WHERE d.channel = ? AND d.conversation = ? AND d.seq = ?
      """;

  /** Parameters: channel, conversation, place. */
  static final String FORGET_DEAD_LETTER =
      "DELETE FROM dead_letter WHERE channel = ? AND conversation = ? AND seq = ?";

  /**
   * Tells the other replicas that there are answers. Not in the transaction that keeps them: those
   * that notify commit one after the other, so each would wait for the others' disk writes.
   * Parameters: bell, array of what is told.
   */
  static final String RING = "SELECT pg_notify(?, told) FROM unnest(?::text[]) AS told";

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

  /**
   * Parameters: arrays of conversations' names and of the places up to which their customers have
   * everything, channel. No row where that was known.
   */
  static final String DELIVERED =
      """
      UPDATE conversation c SET delivered_seq = had.seq
      FROM unnest(?::text[], ?::bigint[]) AS had (name, seq)
      WHERE c.channel = ? AND c.name = had.name AND c.delivered_seq < had.seq
      RETURNING c.name
      """;

  /**
   * People have read a message of the customer's. No row when there is no such message. Parameters:
   * channel, the message's key, its id.
   */
  static final String MARK_READ =
      """
      WITH named AS (
        SELECT m.conversation, m.seq
        FROM received r JOIN message m ON m.conversation = r.conversation AND m.seq = r.seq
        WHERE r.channel = ? AND r.key = ? AND m.id = ? AND m.author = 'Customer'
      ), marked AS (
        UPDATE conversation c SET read_seq = named.seq FROM named
        WHERE c.no = named.conversation AND c.read_seq < named.seq
        RETURNING c.no
      )
      SELECT EXISTS (SELECT FROM marked) AS news FROM named
      """;

  /**
   * The last message of the customer's that people have read. Parameters: channel, conversation's
   * name.
   */
  static final String READ_SO_FAR =
      """
      SELECT m.seq, m.id
      FROM conversation c JOIN message m ON m.conversation = c.no AND m.seq = c.read_seq
      WHERE c.channel = ? AND c.name = ? AND c.read_seq > 0
      """;

  /**
   * What a customer's side claims to have read is no more than there is. Parameters: arrays of
   * conversations' names and of the places up to which their customers have read, channel.
   */
  static final String CUSTOMER_READ =
      """
      UPDATE conversation c SET customer_read_seq = least(had.seq, c.last_seq)
      FROM unnest(?::text[], ?::bigint[]) AS had (name, seq)
      WHERE c.channel = ? AND c.name = had.name AND c.customer_read_seq < least(had.seq, c.last_seq)
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

  /**
   * Decides what has become due: who left early enough counts neither way. A conversation may be
   * forgotten before what was promised about it is due. Parameters: channel.
   */
  static final String DECIDE =
      """
      WITH due AS (
        SELECT conversation, phase, seq, target FROM promised
        WHERE channel = ? AND due_at < now()
        ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED
      ), decided AS (
        DELETE FROM promised p USING due LEFT JOIN conversation c ON c.no = due.conversation
        WHERE p.conversation = due.conversation AND p.phase = due.phase AND p.seq = due.seq
          AND p.target = due.target
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
        SELECT c.no FROM (SELECT now() - ? * interval '1 day' AS at) past, conversation c
        WHERE c.active_hour < past.at AND c.active_at < past.at
        ORDER BY c.active_hour LIMIT ?)
      """;

  static final String FORGET_CUSTOMERS =
      """
      DELETE FROM customer WHERE id IN (
        SELECT id FROM customer k
        WHERE since < now() - ? * interval '1 day'
          AND NOT EXISTS (SELECT FROM conversation c WHERE c.customer = k.id) LIMIT ?)
      """;

  /** Names nobody goes by any more. Parameters: days kept, how many at once. */
  static final String FORGET_NAMES =
      """
      DELETE FROM identity WHERE hash IN (
        SELECT hash FROM identity i
        WHERE since < now() - ? * interval '1 day'
          AND NOT EXISTS (SELECT FROM customer k WHERE k.person = i.person)
        ORDER BY since LIMIT ?)
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

  static final String FORGET_ATTACHMENTS =
      """
      DELETE FROM attachment WHERE id IN (
        SELECT id FROM attachment
        WHERE at < now() - ? * interval '1 day' ORDER BY at LIMIT ?)
      """;

  /** Files that nothing named for an hour, and what is left of those that never came whole. */
  static final String FORGET_UNATTACHED =
      """
      DELETE FROM attachment WHERE NOT attached AND at < now() - interval '1 hour'
      """;

  /**
   * Begins a file, unless the conversation has too many that nothing names. Parameters: id,
   * channel, conversation's name, customer, content type, name; how many are too many.
   */
  static final String BEGIN_ATTACHMENT =
      """
      WITH new AS (
        SELECT ?::uuid AS id, ?::text AS channel, ?::text AS conversation, ?::uuid AS customer,
               ?::text AS content_type, ?::bytea AS name
      )
      INSERT INTO attachment (id, channel, conversation, customer, content_type, name)
      SELECT id, channel, conversation, customer, content_type, name FROM new
      WHERE (SELECT count(*) FROM attachment a
             WHERE a.channel = new.channel AND a.conversation = new.conversation AND NOT a.attached) < ?
      """;

  /** Parameters: attachment, number of the piece, body. */
  static final String ATTACHMENT_PIECE =
      "INSERT INTO attachment_part (attachment, no, body) VALUES (?, ?, ?)";

  /** Parameters: size, attachment. */
  static final String FINISH_ATTACHMENT = "UPDATE attachment SET size = ? WHERE id = ?";

  /**
   * Something that is said names these; from then on they are as old as that. Parameters: array of
   * attachments, channel, conversation's name.
   */
  static final String ATTACH =
      """
      UPDATE attachment a SET attached = true, at = now() FROM customer k
      WHERE a.id = ANY (?) AND a.channel = ? AND a.conversation = ? AND a.size IS NOT NULL
        AND k.id = a.customer
      RETURNING a.id, a.name, a.content_type, a.size, k.id AS customer, k.key
      """;

  /** A file of a conversation. Parameters: attachment, channel, conversation's name. */
  static final String ATTACHMENT =
      """
      SELECT a.id, a.name, a.content_type, a.size, k.id AS customer, k.key
      FROM attachment a JOIN customer k ON k.id = a.customer
      WHERE a.id = ? AND a.channel = ? AND a.conversation = ? AND a.size IS NOT NULL
      """;

  /**
   * A file of a conversation, or of another one of the same person. Parameters: channel,
   * conversation's name, attachment.
   */
  static final String ATTACHMENT_OF_PERSON =
      """
      WITH here AS (
        SELECT c.channel, c.name, k.person FROM conversation c JOIN customer k ON k.id = c.customer
        WHERE c.channel = ? AND c.name = ?
      )
      SELECT a.id, a.name, a.content_type, a.size, s.id AS customer, s.key
      FROM here CROSS JOIN attachment a JOIN customer s ON s.id = a.customer
      WHERE a.id = ? AND a.size IS NOT NULL
        AND (a.channel = here.channel AND a.conversation = here.name
             OR EXISTS (
               SELECT FROM conversation c JOIN customer k ON k.id = c.customer
               WHERE c.channel = a.channel AND c.name = a.conversation AND k.person = here.person))
      """;

  /** A file of any conversation of a person. Parameters: attachment, person. */
  static final String ATTACHMENT_OF =
      """
      SELECT a.id, a.name, a.content_type, a.size, s.id AS customer, s.key
      FROM attachment a
        JOIN conversation c ON c.channel = a.channel AND c.name = a.conversation
        JOIN customer k ON k.id = c.customer JOIN customer s ON s.id = a.customer
      WHERE a.id = ? AND k.person = ? AND a.size IS NOT NULL
      """;

  /** Parameters: attachment, number of the piece. */
  static final String READ_PIECE =
      "SELECT body FROM attachment_part WHERE attachment = ? AND no = ?";

  /** Parameters: array of attachments. */
  static final String DISCARD_ATTACHMENTS = "DELETE FROM attachment WHERE id = ANY (?)";

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
