// Runs a query on all databases of a folder: read FOLDER SQL.
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
	DIR *dir = argc == 3 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	if (!dir) return 2;
	while ((entry = readdir(dir))) {
		char uri[4096];
		sqlite3 *db;
		sqlite3_stmt *stmt;
		int rc;
		if (strlen(entry->d_name) != 71) continue; // 64 digits and .sqlite
		snprintf(uri, sizeof uri, "file:%s/%s?immutable=1", argv[1], entry->d_name);
		if (sqlite3_open_v2(uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) || sqlite3_prepare_v2(db, argv[2], -1, &stmt, NULL)) {
			fprintf(stderr, "%s: %s\n", uri, sqlite3_errmsg(db));
			return 1;
		}
		while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
			printf("room-%s", entry->d_name);
			for (int i = 0; i < sqlite3_column_count(stmt); i++) {
				const unsigned char *text = sqlite3_column_text(stmt, i);
				printf("\t%s", text ? (const char *)text : "");
			}
			putchar('\n');
		}
		if (rc != SQLITE_DONE) return 1;
		sqlite3_finalize(stmt);
		sqlite3_close(db);
	}
	return 0;
}
