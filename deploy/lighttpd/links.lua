-- Lets in who brings a link to one camera that has not ended: links.conf calls
-- this for each request, before auth.conf asks for a password. All others it
-- leaves as they are.
--
-- SPDX-License-Identifier: MIT

local SECRET_FILE = "/etc/slotcast/link-secret"
local PREFIX = "/camera"

-- No password file can hold this name, nor a browser say it: of what it sends,
-- the name ends at the first colon.
local LINKED = ":link"

local CAMERA_VERBS = {
	video = true, stream = true, snapshot = true, events = true
}

local function read_secret()
	local file = io.open(SECRET_FILE)
	if not file then
		return nil
	end
	local text = file:read("a")
	file:close()
	return text:match("set $slotcast_secret (%x+);")
end

local function leads_to_one_camera(path)
	local own = path
	if path:sub(1, #PREFIX + 1) == PREFIX .. "/" then
		own = path:sub(#PREFIX + 1)
	end
	return CAMERA_VERBS[own:match("^/(%a+)/%w[%w._-]*$")]
end

local function is_good(path, query)
	local till, key = query:match("^until=(%d+)&key=([%w_-]+)$")
	if not till or not leads_to_one_camera(path) then
		return false
	end
	if tonumber(till) < os.time() then
		return false
	end
	local secret = read_secret()
	if not secret then
		return false
	end
	local digest = lighty.c.md("md5", till .. " " .. path .. " " .. secret)
	return lighty.c.digest_eq(digest,
		lighty.c.hexenc(lighty.c.b64urldec(key) or ""))
end

-- As it came, before slotcast.conf put the prefix in front. Letters that need no
-- decoding: so it is the one that fcgi-stream gets.
local asked = lighty.r.req_attr["request.orig-uri"] or ""
local path, query = asked:match("^([^?]*)%?(.*)$")
if path and is_good(path, query) then
	lighty.r.req_env["REMOTE_USER"] = LINKED
end
return 0
