package sqlite

import (
	"strconv"
	"strings"
	"sync"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// guard selects what the authorizer of a connection allows.
type guard uintptr

// limits are those of workerd, some of which are lower than SQLite's, as documented by
// Cloudflare.
var limits = map[int32]int32{
	sqlite3.SQLITE_LIMIT_LENGTH:              8<<20 + 34,
	sqlite3.SQLITE_LIMIT_SQL_LENGTH:          100_000,
	sqlite3.SQLITE_LIMIT_COLUMN:              100,
	sqlite3.SQLITE_LIMIT_EXPR_DEPTH:          100,
	sqlite3.SQLITE_LIMIT_COMPOUND_SELECT:     5,
	sqlite3.SQLITE_LIMIT_VDBE_OP:             25_000,
	sqlite3.SQLITE_LIMIT_FUNCTION_ARG:        127,
	sqlite3.SQLITE_LIMIT_ATTACHED:            0,
	sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
	sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER:     100,
	sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH:       10,
}

// Modules are the virtual tables that workerd has, besides those of JSON and pragmas,
// which are only registered when used.
var Modules = map[string]bool{"fts5": true, "fts5vocab": true, "rtree": true, "rtree_i32": true}

// authorize decides as workerd does: its own tables are off limits, and so is
// everything outside the database of the object. A reader may use more pragmas, and
// does not see wrangler's tables. TestAuthorizer compares it with the runtime.
func authorize(_ *libc.TLS, g uintptr, action int32, arg1, arg2, database, _ uintptr) int32 {
	name := func(p uintptr) string {
		if p == 0 {
			return ""
		}
		return libc.GoString(p)
	}
	ours := func(table string) bool { return HasPrefixFold(table, "_cf_") }
	switch guard(g) {
	case guardRead:
		ours = IsHidden
	case GuardImport:
		ours = func(string) bool { return false }
	}
	deny := false
	switch action {
	case sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT,
		sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_CREATE_TEMP_INDEX, sqlite3.SQLITE_CREATE_TEMP_VIEW, sqlite3.SQLITE_CREATE_TEMP_TRIGGER:
		deny = true
	case sqlite3.SQLITE_PRAGMA:
		pragma := strings.ToLower(name(arg1))
		takes, known := pragmas[pragma]
		if !known || !takes(name(arg2), arg2 != 0) || name(database) == "temp" {
			more, known := readPragmas[pragma]
			deny = guard(g) != guardRead || !known || arg2 != 0 && !more
		}
	case sqlite3.SQLITE_ALTER_TABLE:
		deny = ours(name(arg2))
	case sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_CREATE_TRIGGER,
		sqlite3.SQLITE_DROP_INDEX, sqlite3.SQLITE_DROP_TRIGGER:
		deny = ours(name(arg1)) || ours(name(arg2))
	case sqlite3.SQLITE_CREATE_VTABLE, sqlite3.SQLITE_DROP_VTABLE:
		deny = ours(name(arg1)) || !Modules[strings.ToLower(name(arg2))] || name(database) == "temp"
	case sqlite3.SQLITE_FUNCTION:
		deny = !functions()[strings.ToLower(name(arg2))]
	case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_ANALYZE, sqlite3.SQLITE_REINDEX:
	default:
		deny = ours(name(arg1))
	}
	if name(database) == "temp" {
		switch action {
		case sqlite3.SQLITE_READ, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_SELECT: // by ALTER
		default:
			deny = true
		}
	}
	if deny {
		return sqlite3.SQLITE_DENY
	}
	return sqlite3.SQLITE_OK
}

// renamesToReserved reports whether a statement renames a table to one of workerd's
// names, which workerd checks, but SQLite's authorizer does not.
func renamesToReserved(sql string) bool {
	if !StartsWith(sql, "ALTER", "TABLE") {
		return false
	}
	var last [3]string
	for sql != "" {
		kind, n := token(sql)
		if kind != BlankToken && kind != semicolonToken {
			last = [3]string{last[1], last[2], sql[:n]}
		}
		sql = sql[n:]
	}
	return strings.EqualFold(last[0], "RENAME") && strings.EqualFold(last[1], "TO") && HasPrefixFold(strings.TrimLeft(last[2], "\"'`["), "_cf_")
}

// functions are the SQL functions that workerd allows.
var functions = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, name := range strings.Fields(`-> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil changes char coalesce concat concat_ws
		cos cosh count cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp first_value
		floor format glob group_concat hex highlight ifnull iif instr json json_array json_array_length json_extract json_group_array
		json_group_object json_insert json_object json_patch json_quote json_remove json_replace json_set json_type
		json_valid jsonb jsonb_array jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch
		jsonb_remove jsonb_replace jsonb_set julianday lag last_insert_rowid last_value lead length like likelihood likely ln
		load_extension log log2 lower ltrim match max min mod nth_value ntile nullif octet_length percent_rank pi pow printf
		quote radians random randomblob rank replace round row_number rtreecheck rtrim sign sin sinh snippet sqrt strftime string_agg
		substr substring sum tan tanh time timediff total total_changes trim trunc typeof unhex unicode unixepoch
		unlikely upper zeroblob
		sqlite_drop_column sqlite_fail sqlite_rename_column sqlite_rename_quotefix sqlite_rename_table sqlite_rename_test sqlite_add_constraint sqlite_drop_constraint sqlite_find_constraint`) {
		all[name] = true
	}
	return all
})

// pragmas are the ones that workerd allows, with the arguments that they may have.
var pragmas = map[string]func(arg string, given bool) bool{
	"data_version": noArgument, "page_size": noArgument,
	"case_sensitive_like": flagArgument, "defer_foreign_keys": flagArgument, "foreign_keys": flagArgument,
	"ignore_check_constraints": flagArgument, "legacy_alter_table": flagArgument, "recursive_triggers": flagArgument,
	"reverse_unordered_selects": flagArgument,
	"optimize":                  numberArgument,
	"foreign_key_check":         mayNameTable, "quick_check": mayNameTable, "table_list": mayNameTable,
	"foreign_key_list": namesTable, "index_info": namesTable, "index_list": namesTable, "index_xinfo": namesTable,
	"table_info": namesTable, "table_xinfo": namesTable,
}

func noArgument(_ string, given bool) bool { return !given }

func flagArgument(arg string, given bool) bool {
	switch strings.ToLower(arg) {
	case "on", "off", "yes", "no", "true", "false", "1", "0":
		return true
	}
	return !given
}

func numberArgument(arg string, given bool) bool {
	_, err := strconv.ParseInt(arg, 0, 64)
	return err == nil || !given
}

func mayNameTable(arg string, given bool) bool { return !given || !HasPrefixFold(arg, "_cf_") }

func namesTable(arg string, given bool) bool { return given && !HasPrefixFold(arg, "_cf_") }

// readPragmas are allowed to readers too; those set to true may have an argument, which
// selects what they report and sets nothing.
var readPragmas = map[string]bool{
	"table_info": true, "table_xinfo": true, "index_list": true, "index_info": true, "index_xinfo": true,
	"foreign_key_list": true, "integrity_check": true,
	"application_id": false, "auto_vacuum": false, "collation_list": false, "compile_options": false,
	"database_list": false, "encoding": false, "freelist_count": false, "function_list": false,
	"module_list": false, "page_count": false, "pragma_list": false,
	"schema_version": false, "user_version": false,
}

// IsHidden reports whether a table belongs to workerd or wrangler.
func IsHidden(table string) bool {
	return HasPrefixFold(table, "_cf_") || HasPrefixFold(table, "__miniflare_")
}

// HasPrefixFold is [strings.HasPrefix] without regard to case.
func HasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
