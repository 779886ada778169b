// Each script is one step that nobody sees half of. Times are the server's own, in milliseconds. A channel's messages lie in
// a stream, in the order of their arrival; beside it stand a list of stream ids for each key, when the first of each key may
// be handed out, and how often it was.

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const PUT = `
local function put(base, key, event)
  local id = redis.call('XADD', base .. ':messages', '*', 'event', event)
  redis.call('RPUSH', base .. ':key:' .. key, id)
  redis.call('ZADD', base .. ':keys', 'NX', now, key)
end
`;

const DROP = `
local function drop(base, key, id)
  redis.call('LREM', base .. ':key:' .. key, 1, id)
  redis.call('XDEL', base .. ':messages', id)
  redis.call('HDEL', base .. ':attempts', id)
  if redis.call('EXISTS', base .. ':key:' .. key) == 1 then
    redis.call('ZADD', base .. ':keys', now, key)
  else
    redis.call('ZREM', base .. ':keys', key)
  end
end
`;

export const scripts = {
  /** KEYS: the prefix; ARGV: name, key and JSON of each event. */
  publish: `${NOW}${PUT}
for at = 1, #ARGV, 3 do
  for _, channel in ipairs(redis.call('SMEMBERS', KEYS[1] .. 'hearing:' .. ARGV[at])) do
    put(KEYS[1] .. channel, ARGV[at + 1], ARGV[at + 2])
  end
end
redis.call('PUBLISH', KEYS[1] .. 'arrivals', '')
return 1`,

  /**
   * KEYS: the channel; ARGV: how many, and for how long. Gives stream id, attempts and JSON of each. Leases end one after the other,
   * so that a message which ends its process takes the same neighbours with it but once.
   */
  claim: `${NOW}
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1] .. ':keys', '-inf', now, 'LIMIT', 0, ARGV[1])) do
  local list = KEYS[1] .. ':key:' .. key
  local id = redis.call('LINDEX', list, 0)
  local entry = id and redis.call('XRANGE', KEYS[1] .. ':messages', id, id)[1]
  while id and not entry do
    redis.call('LPOP', list)
    redis.call('HDEL', KEYS[1] .. ':attempts', id)
    id = redis.call('LINDEX', list, 0)
    entry = id and redis.call('XRANGE', KEYS[1] .. ':messages', id, id)[1]
  end
  if id then
    redis.call('ZADD', KEYS[1] .. ':keys', now + ARGV[2] * (1 + #found / 8), key)
    found[#found + 1] = { id, redis.call('HINCRBY', KEYS[1] .. ':attempts', id, 1), entry[2][2] }
  else
    redis.call('ZREM', KEYS[1] .. ':keys', key)
  end
end
return found`,

  /** KEYS: the channel; ARGV: key, stream id, attempts, how it ended, and the delay or the reason. */
  settle: `${NOW}${DROP}
if redis.call('HGET', KEYS[1] .. ':attempts', ARGV[2]) ~= ARGV[3] then return 0 end
if ARGV[4] == 'retry' then
  redis.call('ZADD', KEYS[1] .. ':keys', now + ARGV[5], ARGV[1])
  return 1
end
if ARGV[4] == 'bury' then
  local entry = redis.call('XRANGE', KEYS[1] .. ':messages', ARGV[2], ARGV[2])[1]
  if entry then
    redis.call('XADD', KEYS[1] .. ':dead', '*', 'event', entry[2][2], 'attempts', ARGV[3], 'reason', ARGV[5])
  end
end
drop(KEYS[1], ARGV[1], ARGV[2])
return 1`,

  /** KEYS: the prefix, the channel; ARGV: key, id in the stream of the dead, JSON of the event. */
  replay: `${NOW}${PUT}
if redis.call('XDEL', KEYS[2] .. ':dead', ARGV[2]) == 0 then return 0 end
put(KEYS[2], ARGV[1], ARGV[3])
redis.call('PUBLISH', KEYS[1] .. 'arrivals', '')
return 1`,

  /** KEYS: the channel; ARGV: for how long messages are kept. */
  purge: `${NOW}
local oldest = string.format('%.0f', now - ARGV[1])
redis.call('XTRIM', KEYS[1] .. ':messages', 'MINID', oldest)
redis.call('XTRIM', KEYS[1] .. ':dead', 'MINID', oldest)
return 1`,
} as const;
